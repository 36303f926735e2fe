//! Registrations: one learner × one course × one cycle, and what pages show of them.

mod learning;
mod standing;
mod watching;
mod withdrawal;

pub use learning::{EarlierCycle, LaunchView, MyCourse};
pub use standing::{Completion, Standing, Success};
pub use watching::{LearnerRow, ProfileRegistration, Reminders};
pub use withdrawal::{RefundRuling, Withdrawal};

use crate::text_enum;

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
    /// Why a launch is over.
    LaunchEnd {
        Terminated = "terminated", Closed = "closed", TimedOut = "timed_out",
        Withdrawn = "withdrawn", Suspended = "suspended",
    }
}
