//! How far a learner came, and the words for it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::text_enum;

text_enum! {
    /// How far a learner came (`spec/runtime.md`, Server side of a commit).
    Completion { Unknown = "unknown", Incomplete = "incomplete", Completed = "completed" }
}

text_enum! {
    /// Whether the learner passed; separate from completion.
    Success { Unknown = "unknown", Failed = "failed", Passed = "passed" }
}

#[allow(clippy::derivable_impls, reason = "the enum is declared by a macro")]
impl Default for Completion {
    fn default() -> Self {
        Self::Unknown
    }
}

impl Completion {
    /// The better of two: completed never falls.
    #[must_use]
    pub fn better(self, other: Self) -> Self {
        self.max(other)
    }
}

#[allow(clippy::derivable_impls, reason = "the enum is declared by a macro")]
impl Default for Success {
    fn default() -> Self {
        Self::Unknown
    }
}

impl Success {
    /// The better of two: passed never falls.
    #[must_use]
    pub fn better(self, other: Self) -> Self {
        self.max(other)
    }
}

/// A learner's standing on one course.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// How far they came.
    pub completion: Completion,
    /// Whether they passed.
    pub success: Success,
    /// −1 to 1, as SCORM 2004 scales it; none before a score exists.
    pub score: Option<f64>,
    /// Total time in the content, in seconds.
    pub seconds: i64,
    /// When it was first launched; it is counted from then on.
    pub first_launched: Option<DateTime<Utc>>,
}

impl Standing {
    /// The one or two words a list shows.
    pub const fn label(&self) -> &'static str {
        match (self.completion, self.success) {
            (_, Success::Passed) => "Passed",
            (_, Success::Failed) => "Failed",
            (Completion::Completed, Success::Unknown) => "Completed",
            _ if self.first_launched.is_none() => "Not started",
            _ => "In progress",
        }
    }

    /// What the button that opens the course says: who is done only looks at it again.
    pub const fn invites_to(&self) -> &'static str {
        match (self.completion, self.success) {
            (_, Success::Passed) | (Completion::Completed, Success::Unknown) => "Review",
            _ if self.first_launched.is_some() => "Resume",
            _ => "Launch",
        }
    }

    /// [`Standing::label`] as a stored word, for the style sheet.
    pub const fn state(&self) -> &'static str {
        match (self.completion, self.success) {
            (_, Success::Passed) => "passed",
            (_, Success::Failed) => "failed",
            (Completion::Completed, Success::Unknown) => "completed",
            _ if self.first_launched.is_none() => "not_started",
            _ => "in_progress",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_that_is_done_is_reviewed_and_one_that_failed_is_resumed() {
        let says = |completion, success, launched: bool| {
            let standing = Standing {
                completion,
                success,
                score: None,
                seconds: 0,
                first_launched: launched.then_some(DateTime::UNIX_EPOCH),
            };
            standing.invites_to()
        };
        assert_eq!(says(Completion::Unknown, Success::Unknown, false), "Launch");
        assert_eq!(says(Completion::Incomplete, Success::Unknown, true), "Resume");
        assert_eq!(says(Completion::Completed, Success::Failed, true), "Resume");
        assert_eq!(says(Completion::Completed, Success::Unknown, true), "Review");
        assert_eq!(says(Completion::Incomplete, Success::Passed, true), "Review");
    }
}
