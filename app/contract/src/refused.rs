//! The log of refused acts: who tried what, and the enumerated reason why it was not done (`spec/README.md`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{BatchId, CourseId, RefusedId, Role, UserId, refusal::Reason, text_enum};

text_enum! {
    /// What was tried.
    RefusedAct { Invite = "invite", Enroll = "enroll", Launch = "launch", Accept = "accept" }
}

impl RefusedAct {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Invite => "Invitation",
            Self::Enroll => "Enrollment",
            Self::Launch => "Launch",
            Self::Accept => "Acceptance",
        }
    }
}

/// A line of *Refusals*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// The row.
    pub id: RefusedId,
    /// When it was first refused.
    pub at: DateTime<Utc>,
    /// When it was last refused: the same within a minute counts up.
    pub last: DateTime<Utc>,
    /// How often.
    pub times: i64,
    /// What was tried.
    pub act: RefusedAct,
    /// Why it was refused.
    pub reason: Reason,
    /// The same as a sentence.
    pub sentence: String,
    /// Who tried; none for strangers with a link.
    pub actor: Option<(UserId, String)>,
    /// In which role.
    pub role: Option<Role>,
    /// For which course.
    pub course: Option<(CourseId, String)>,
    /// For whom, where it is a user.
    pub user: Option<(UserId, String)>,
    /// For which address; empty where none was given.
    pub address: String,
    /// The list the address stood in.
    pub batch: Option<BatchId>,
    /// From where; empty for those who may not know.
    pub source: String,
}

impl RefusedRow {
    /// The person in one word: their name, else the address.
    pub fn person(&self) -> &str {
        match &self.user {
            Some((_, name)) => name,
            None => &self.address,
        }
    }
}
