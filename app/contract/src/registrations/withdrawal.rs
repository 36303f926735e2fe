//! Withdrawing a registration, and what becomes of its credit.

use serde::{Deserialize, Serialize};

use super::RegistrationState;
use crate::{RegistrationId, UserId};

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
