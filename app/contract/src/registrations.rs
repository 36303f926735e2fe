//! Registrations: one learner × one course × one cycle, and what pages show of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, CourseId, RegistrationId, UserId,
    attempts::{AttemptStanding, Attempts},
    text_enum,
};

text_enum! {
    /// Whether a registration gives access.
    RegistrationState { Active = "active", Withdrawn = "withdrawn" }
}

impl RegistrationState {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Withdrawn => "Withdrawn",
        }
    }
}

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

text_enum! {
    /// Why a launch is over.
    LaunchEnd {
        Terminated = "terminated", Closed = "closed", TimedOut = "timed_out",
        Withdrawn = "withdrawn", Suspended = "suspended",
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

/// A line of *My courses*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyCourse {
    /// The registration.
    pub registration: RegistrationId,
    /// The course's title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// The learner's standing.
    pub standing: Standing,
    /// When it was last opened.
    pub last_launched: Option<DateTime<Utc>>,
    /// Whether it can be launched now, as far as the course goes; its attempts may be locked.
    pub open: bool,
    /// The course's rules of attempts.
    pub attempts: Attempts,
    /// Which attempt it is, and whether that is over.
    pub attempt: AttemptStanding,
    /// Whether a certificate of it can be had.
    pub certificate: bool,
    /// When it must be taken again.
    pub due: Option<DateTime<Utc>>,
    /// Earlier cycles whose certificates can still be had, the newest first.
    pub earlier: Vec<EarlierCycle>,
}

/// A time that a learner completed a course before they began it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierCycle {
    /// The registration.
    pub registration: RegistrationId,
    /// When it was completed.
    pub completed: DateTime<Utc>,
    /// Until when its certificate is valid; none where it is for ever.
    pub until: Option<DateTime<Utc>>,
}

/// What the page around the player knows of a launch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaunchView {
    /// What was launched.
    pub registration: RegistrationId,
    /// The course's title.
    pub title: String,
    /// Whether the player can still be opened with this launch.
    pub fresh: bool,
    /// Whether the next launch would begin another attempt.
    pub anew: bool,
}

/// A line of a manager's or admin's learner list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LearnerRow {
    /// The registration.
    pub registration: RegistrationId,
    /// The learner.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their standing.
    pub standing: Standing,
    /// Which time they take the course, from 1.
    pub cycle: i32,
    /// The attempt of this cycle that runs or ran last, from 1; 0 before the first launch.
    pub attempt: i32,
    /// When they were last in the course.
    pub last_launched: Option<DateTime<Utc>>,
    /// Whether the registration gives access.
    pub state: RegistrationState,
    /// Whether a certificate of it can be had.
    pub certificate: bool,
    /// When it must be taken again.
    pub due: Option<DateTime<Utc>>,
    /// The reminders they were sent.
    pub reminders: Reminders,
    /// Why they cannot be reminded at all; none where they can.
    pub never_reminded: Option<crate::Refusal>,
}

impl LearnerRow {
    /// Why they cannot be reminded now; none where they can.
    pub fn no_reminder(&self, now: DateTime<Utc>) -> Option<crate::Refusal> {
        self.never_reminded.clone().or_else(|| self.reminders.limit(now))
    }
}

/// The reminders of one registration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminders {
    /// How many.
    pub count: u64,
    /// The last one.
    pub last: Option<DateTime<Utc>>,
}

impl Reminders {
    /// The refusal of another one now: one a day, and [`crate::limits::REMINDERS`] in all.
    pub fn limit(&self, now: DateTime<Utc>) -> Option<crate::Refusal> {
        let today = self.last.is_some_and(|last| now < last + chrono::TimeDelta::days(1));
        (today || self.count >= crate::limits::REMINDERS).then_some(crate::Refusal::RemindLimit)
    }
}

/// A line of a user's profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileRegistration {
    /// The registration.
    pub registration: RegistrationId,
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// The learner's standing.
    pub standing: Standing,
    /// Whether the registration gives access.
    pub state: RegistrationState,
    /// Which time the learner takes the course, from 1.
    pub cycle: i32,
    /// The attempt of this cycle that runs or ran last, from 1; 0 before the first launch.
    pub attempt: i32,
    /// The account its credit came from, with its name; none where the credit was returned.
    pub paid_from: Option<(AccountId, String)>,
    /// When it was made.
    pub enrolled: DateTime<Utc>,
}

/// Whether a withdrawal gives the credit back, and why (`spec/credits.md` 14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefundRuling {
    /// It goes back to its source.
    Returns,
    /// It went back before.
    NoCredit,
    /// The policy is `never`.
    Never,
    /// The course was launched.
    Launched,
    /// The learner's progress, and the limit it has reached, both in percent.
    TooFar(i32, i32),
    /// The enrollment is this many days ago, or more.
    TooLate(i32),
}

impl RefundRuling {
    /// The words people read before they withdraw.
    pub fn sentence(self) -> String {
        match self {
            Self::Returns => "Its credit goes back to where it came from".into(),
            Self::NoCredit => "No credit comes back".into(),
            Self::Never => "By the organization’s policy its credit stays consumed".into(),
            Self::Launched => "The course was launched: its credit stays consumed".into(),
            Self::TooFar(percent, limit) => {
                format!("The learner’s progress is {percent} %; from {limit} % on the credit stays consumed")
            }
            Self::TooLate(days) => format!("The enrollment is {days} days ago or more: its credit stays consumed"),
        }
    }
}

/// What withdrawing a registration would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The registration.
    pub registration: RegistrationId,
    /// The learner.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// The course's title.
    pub title: String,
    /// Whether the registration gives access; a withdrawn one cannot be withdrawn again.
    pub state: RegistrationState,
    /// Whether the policy gives the credit back.
    pub ruling: RefundRuling,
    /// The account the credit goes back to, in words; none where it stays consumed.
    pub returns_to: Option<String>,
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
