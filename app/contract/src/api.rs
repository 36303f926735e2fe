//! What programs read beyond what pages show: rows that stand for themselves, without the page around them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, CourseId, InvitationId, RegistrationId, UserId,
    credits::{AccountKind, CreditSource},
    invitations::InvitationRow,
    registrations::{RegistrationState, Standing},
};

/// Part of a list that is read on where it was left, newest first, whatever was inserted since. `K` says where: an id,
/// or a line's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice<K> {
    /// Only rows before this one; none begins with the newest.
    pub before: Option<K>,
    /// Rows at most.
    pub limit: u64,
}

/// A registration with whose it is and of what.
#[derive(Clone, Debug, PartialEq)]
pub struct RegistrationRow {
    /// The registration.
    pub id: RegistrationId,
    /// The learner.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Which time the learner takes the course, from 1.
    pub cycle: i32,
    /// Whether it gives access.
    pub state: RegistrationState,
    /// How far they came.
    pub standing: Standing,
    /// The manager who watches it.
    pub manager: Option<UserId>,
    /// When it was made.
    pub enrolled: DateTime<Utc>,
    /// When it was last launched.
    pub last_launched: Option<DateTime<Utc>>,
}

/// What an enrollment made and where its credit came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrollment {
    /// The registration.
    pub registration: RegistrationId,
    /// The credit's source.
    pub source: CreditSource,
}

/// An invitation that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// The invitation.
    pub id: InvitationId,
    /// The address, cleaned.
    pub email: String,
}

/// A line of the invitations log, with its course.
#[derive(Clone, Debug, PartialEq)]
pub struct InvitationEntry {
    /// The course.
    pub course: CourseId,
    /// The line.
    pub row: InvitationRow,
}

/// What an acceptance made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The registration.
    pub registration: RegistrationId,
    /// The person, known before or new.
    pub user: UserId,
}

/// A ledger account with its balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// The account.
    pub id: AccountId,
    /// Its kind.
    pub kind: AccountKind,
    /// Its name in words.
    pub name: String,
    /// The course it belongs to.
    pub course: Option<CourseId>,
    /// The manager it belongs to.
    pub manager: Option<UserId>,
    /// Credits on it.
    pub balance: i64,
    /// Credits on it that no running batch has put aside.
    pub available: i64,
}
