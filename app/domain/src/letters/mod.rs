//! Letters: written in the act's transaction, sent after it by the post office (`spec/safety.md`, Letters).

pub(crate) mod batch;
mod compose;
mod linked;
mod message_id;
pub mod outbox;
mod outdated;
mod paper;
pub mod post;

pub(crate) use compose::{
    CreditUsed, Low, account_created, asked_again, charged_back, claim_approved, claim_declined, claimed,
    credits_frozen, credits_given, credits_low, credits_requested, credits_returned, credits_taken_back, disowned,
    email_change, email_changed, enrolled, falls_due, grace_ending, handed_over, invitation, invitation_accepted,
    invitation_canceled, invitation_declined, invitations_expired, learner_reminded, learners_due, order_paid,
    password_reset, plan_expired, plan_lapsed, proof_broken, recovery_code_used, recovery_codes_renewed, reminder,
    request_decided, second_factor_off, second_factor_on, second_factor_reset, undeliverable, welcome,
};
pub(crate) use paper::search_key;
