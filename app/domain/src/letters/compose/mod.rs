//! What each letter says, one file for each thing that letters are about.

mod accounts;
mod balances;
mod courses;
pub(super) mod invitations;
mod life;
mod orders;
mod plans;
mod proofs;
mod security;
mod sharing;

use chrono::{DateTime, Utc};
use lectern_entities::organization;

pub(crate) use accounts::{account_created, email_change, email_changed, password_reset};
pub(crate) use balances::{Low, credits_low, credits_returned};
pub(crate) use courses::{enrolled, falls_due, learner_reminded, learners_due, welcome};
pub(crate) use invitations::{
    CreditUsed, invitation, invitation_accepted, invitation_canceled, invitation_declined, invitations_expired,
};
pub(crate) use life::{asked_again, claim_approved, claim_declined, claimed, disowned, reminder, undeliverable};
pub(crate) use orders::{charged_back, order_paid};
pub(crate) use plans::{credits_frozen, grace_ending, plan_expired, plan_lapsed};
pub(crate) use proofs::proof_broken;
pub(crate) use security::{
    recovery_code_used, recovery_codes_renewed, second_factor_off, second_factor_on, second_factor_reset,
};
pub(crate) use sharing::{credits_given, credits_requested, credits_taken_back, handed_over, request_decided};

/// "1 credit", "2 credits".
fn credits(n: i64) -> String {
    if n == 1 {
        "1 credit".into()
    } else {
        format!("{n} credits")
    }
}

/// The organization's own day.
fn day(at: DateTime<Utc>, organization: &organization::Model) -> String {
    let zone: chrono_tz::Tz = organization.time_zone.parse().unwrap_or(chrono_tz::UTC);
    at.with_timezone(&zone).format("%A, %B %-d, %Y").to_string()
}

/// "3 of your learners have to take a course again soon".
fn have_to_again(learners: u64) -> String {
    match learners {
        1 => "1 of your learners has to take a course again soon".into(),
        n => format!("{n} of your learners have to take a course again soon"),
    }
}

/// The organization's own day and hour.
pub(super) fn when(at: DateTime<Utc>, organization: &organization::Model) -> String {
    let zone: chrono_tz::Tz = organization.time_zone.parse().unwrap_or(chrono_tz::UTC);
    at.with_timezone(&zone)
        .format("%A, %B %-d, %Y at %H:%M (%Z)")
        .to_string()
}
