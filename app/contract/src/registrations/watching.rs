//! What managers and admins see: lists of learners, their reminders, a user's profile.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{RegistrationState, Standing};
use crate::{AccountId, CourseId, RegistrationId, UserId};

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
