//! Status that never falls, and the course's status from its items'.

use serde::{Deserialize, Serialize};

use super::{Checked, Completion, Success};

/// Where an item stands in an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ItemStatus {
    /// Whether the item counts for the course: it can be launched, and its manifest does not say otherwise.
    pub tracked: bool,
    /// How far it is done.
    pub completion: Completion,
    /// Whether it is mastered.
    pub success: Success,
    /// The latest score, −1…1.
    pub score_scaled: Option<f64>,
    /// Whether its last session was ended by the course, and not to be resumed.
    pub ended: bool,
}

impl Default for ItemStatus {
    fn default() -> Self {
        Self {
            tracked: true,
            completion: Completion::Unknown,
            success: Success::Unknown,
            score_scaled: None,
            ended: false,
        }
    }
}

impl ItemStatus {
    /// Whether nothing is left to do in it.
    fn is_done(&self) -> bool {
        self.completion == Completion::Completed || self.success == Success::Passed
    }

    /// The status after a commit: completion and success never fall, the latest score stays.
    ///
    /// Source: `spec/runtime.md`, "Server side of a commit".
    #[must_use]
    pub fn merge(self, commit: &Checked) -> Self {
        Self {
            tracked: self.tracked,
            completion: self.completion.better(commit.completion),
            success: self.success.better(commit.success),
            score_scaled: commit.score_scaled.or(self.score_scaled),
            ended: self.ended,
        }
    }
}

/// Where a learner stands in a course.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct CourseStatus {
    /// Completed when every tracked item is.
    pub completion: Completion,
    /// Failed when an item is failed; passed when those that say something are, and nothing is left to do in the others.
    pub success: Success,
    /// The mean of the items that have a score, −1…1.
    pub score_scaled: Option<f64>,
    /// The share of completed items, 0–1.
    pub progress: f64,
}

/// The course's status from its items'; items that are not tracked count for nothing.
///
/// To be made anew from all items after each commit, not merged with an earlier one: an item opened later may fail.
#[must_use]
pub fn roll_up(items: &[ItemStatus]) -> CourseStatus {
    let tracked: Vec<&ItemStatus> = items.iter().filter(|item| item.tracked).collect();
    let complete = tracked
        .iter()
        .filter(|item| item.completion == Completion::Completed)
        .count();
    let completion = if tracked.iter().all(|item| item.completion == Completion::Unknown) {
        Completion::Unknown
    } else if complete == tracked.len() {
        Completion::Completed
    } else {
        Completion::Incomplete
    };
    let any = |success| tracked.iter().any(|item| item.success == success);
    let success = if any(Success::Failed) {
        Success::Failed
    } else if any(Success::Passed) && tracked.iter().all(|item| item.is_done()) {
        Success::Passed
    } else {
        Success::Unknown
    };
    let scores: Vec<f64> = tracked.iter().filter_map(|item| item.score_scaled).collect();
    CourseStatus {
        completion,
        success,
        score_scaled: (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / count(scores.len())),
        progress: if tracked.is_empty() {
            0.0
        } else {
            count(complete) / count(tracked.len())
        },
    }
}

/// Whether an attempt is over: every tracked item is completed or passed, or one is failed for good. What a course says
/// while it runs is not: many begin with a score of 0, which is failed until the last question.
#[must_use]
pub fn is_over(items: &[ItemStatus]) -> bool {
    let mut tracked = items.iter().filter(|item| item.tracked).peekable();
    let some = tracked.peek().is_some();
    let (mut failed, mut left) = (false, false);
    for item in tracked {
        failed |= item.success == Success::Failed && (item.ended || item.completion == Completion::Completed);
        left |= !item.is_done();
    }
    failed || some && !left
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
