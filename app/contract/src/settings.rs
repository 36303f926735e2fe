//! What an organization may set for itself. A new setting is a column (with its default, in a step of its own),
//! a field here and in the entity, two lines in `domain/settings.rs` and one on its page.

use serde::{Deserialize, Serialize};

use crate::text_enum;

text_enum! {
    /// When a withdrawal gives the credit back (`spec/credits.md` 14).
    RefundPolicy {
        /// The credit stays consumed.
        Never = "never",
        /// While the course was never launched.
        BeforeFirstLaunch = "before_first_launch",
        /// While the learner's progress is below a percentage.
        BelowProgress = "below_progress",
        /// Within a number of days from the enrollment.
        WithinDays = "within_days",
    }
}

impl RefundPolicy {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Never => "Never",
            Self::BeforeFirstLaunch => "Before the first launch",
            Self::BelowProgress => "Below a progress",
            Self::WithinDays => "Within some days of the enrollment",
        }
    }
}

text_enum! {
    /// How a yearly number becomes monthly grants (`spec/credits.md` 4).
    Proration {
        /// Rounded so that twelve grants make the whole number.
        Fair = "fair",
        /// A twelfth each, rounded down.
        Floor = "floor",
    }
}

impl Proration {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fair => "Fair: twelve grants make the whole number",
            Self::Floor => "Floor: a twelfth each month, rounded down",
        }
    }
}

/// An organization's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// How many days an invitation can be accepted, counted anew by each re-invitation.
    pub invitation_days: i32,
    /// When a withdrawal gives the credit back.
    pub refund_policy: RefundPolicy,
    /// For [`RefundPolicy::BelowProgress`]: the percentage that is too far.
    pub refund_percent: i32,
    /// For [`RefundPolicy::WithinDays`]: days of 24 hours from the enrollment.
    pub refund_days: i32,
    /// How a yearly number becomes monthly grants.
    pub proration: Proration,
    /// Whether managers may buy credits themselves instead of requesting them.
    pub managers_can_buy: bool,
    /// How many days a lapsed plan's credits stay frozen before they expire.
    pub grace_days: i32,
    /// Whether invited people are reminded, and learners whose completion falls due.
    pub reminders: bool,
}
