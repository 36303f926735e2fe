//! Attempts: how often a learner may run a course in one registration, and what an attempt means
//! (`spec/runtime.md`, Attempts). A retake is an attempt of the same registration and takes no credit
//! (`spec/credits.md` 13).

use serde::{Deserialize, Serialize};

use crate::text_enum;

text_enum! {
    /// Whether a launch begins a new attempt by itself.
    NewAttempt { No = "no", WhenOver = "when_over", Always = "always" }
}

impl NewAttempt {
    /// The words of the form.
    pub const fn label(self) -> &'static str {
        match self {
            Self::No => "Only when the learner asks for one",
            Self::WhenOver => "When the last one is completed, passed or failed",
            Self::Always => "At every launch",
        }
    }
}

text_enum! {
    /// Which attempt's score is the registration's.
    Counts { Highest = "highest", Last = "last" }
}

impl Counts {
    /// The words of the form.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Highest => "The highest",
            Self::Last => "The last",
        }
    }
}

text_enum! {
    /// Whether an item of SCORM 1.2 that says `failed` is complete.
    FailedMeans { Completed = "completed", Incomplete = "incomplete" }
}

#[allow(clippy::derivable_impls, reason = "the enum is declared by a macro")]
impl Default for FailedMeans {
    fn default() -> Self {
        Self::Completed
    }
}

impl FailedMeans {
    /// The words of the form.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Incomplete => "Not completed",
            Self::Completed => "Completed",
        }
    }
}

/// A course's rules of attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// Attempts a registration has; none where there is no end.
    pub most: Option<i32>,
    /// Whether a launch begins one by itself.
    pub new: NewAttempt,
    /// Which score counts. Completion and success never fall, whichever it is.
    pub counts: Counts,
    /// Whether nothing opens any more once the last one is over. It says nothing where there is no end.
    pub lock: bool,
    /// What `failed` says about completion in SCORM 1.2.
    pub failed_means: FailedMeans,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            most: None,
            new: NewAttempt::No,
            counts: Counts::Highest,
            lock: false,
            failed_means: FailedMeans::default(),
        }
    }
}

/// Where a registration stands with its attempts. One that was launched and never run is no other attempt: the next
/// launch goes on with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptStanding {
    /// The attempt that runs or ran last, from 1; 0 before the first launch.
    pub number: i32,
    /// Whether it is over: failed, or everything in it completed or passed.
    pub over: bool,
}

impl Attempts {
    /// Whether another attempt may begin after the last one.
    pub fn are_left(&self, standing: AttemptStanding) -> bool {
        self.most.is_none_or(|most| standing.number < most)
    }

    /// Whether the learner may ask for a new attempt: the last one is over, and another is left.
    pub fn may_start_over(&self, standing: AttemptStanding) -> bool {
        standing.over && self.are_left(standing)
    }

    /// Whether the next launch begins a new attempt, unless the last one was never run.
    pub fn begins_new(&self, standing: AttemptStanding) -> bool {
        standing.number == 0
            || self.are_left(standing)
                && match self.new {
                    NewAttempt::No => false,
                    NewAttempt::WhenOver => standing.over,
                    NewAttempt::Always => true,
                }
    }

    /// Whether nothing opens any more.
    pub fn are_locked(&self, standing: AttemptStanding) -> bool {
        self.lock && standing.over && !self.are_left(standing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(number: i32, over: bool) -> AttemptStanding {
        AttemptStanding { number, over }
    }

    #[test]
    fn a_launch_begins_the_first_and_then_as_the_course_says() {
        let of = |new| Attempts {
            new,
            most: Some(2),
            ..Attempts::default()
        };
        for new in NewAttempt::ALL.iter().copied() {
            assert!(of(new).begins_new(at(0, false)), "{new}");
            assert!(!of(new).begins_new(at(2, true)), "{new}: none is left");
        }
        assert!(!of(NewAttempt::No).begins_new(at(1, true)));
        assert!(of(NewAttempt::WhenOver).begins_new(at(1, true)));
        assert!(!of(NewAttempt::WhenOver).begins_new(at(1, false)));
        assert!(of(NewAttempt::Always).begins_new(at(1, false)));
    }

    #[test]
    fn learners_start_over_while_attempts_are_left_and_the_last_one_locks() {
        let endless = Attempts::default();
        assert!(endless.may_start_over(at(900, true)));
        assert!(!endless.may_start_over(at(1, false)), "one that runs is resumed");
        assert!(!endless.are_locked(at(900, true)));
        let two = Attempts {
            most: Some(2),
            lock: true,
            ..Attempts::default()
        };
        assert!(two.may_start_over(at(1, true)) && !two.may_start_over(at(2, true)));
        assert!(two.are_locked(at(2, true)) && !two.are_locked(at(2, false)) && !two.are_locked(at(1, true)));
    }
}
