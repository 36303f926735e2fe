//! Letters: written in the act's transaction, sent after it by the post office (`spec/safety.md`, Letters).

mod compose;
pub mod outbox;
mod paper;
pub mod post;

pub(crate) use compose::{
    account_created, email_change, email_changed, enrolled, invitation, invitation_accepted, invitation_canceled,
    invitation_declined, invitations_expired, password_reset, recovery_code_used, second_factor_off, second_factor_on,
    second_factor_reset, welcome,
};
