//! Letters: the outbox's words.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{LetterId, text_enum};

text_enum! {
    /// Where a letter stands.
    LetterState { Waiting = "waiting", Sending = "sending", Sent = "sent", Failed = "failed" }
}

impl LetterState {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Sending => "Being sent",
            Self::Sent => "Sent",
            Self::Failed => "Failed",
        }
    }
}

text_enum! {
    /// What a letter is about.
    LetterKind {
        Invitation = "invitation", Welcome = "welcome", Accepted = "accepted", Declined = "declined",
        Expired = "expired", Canceled = "canceled", PasswordReset = "password_reset",
        EmailChange = "email_change", EmailChanged = "email_changed",
        Enrolled = "enrolled", AccountCreated = "account_created",
        SecondFactorOn = "second_factor_on", SecondFactorOff = "second_factor_off",
        SecondFactorReset = "second_factor_reset", RecoveryCodeUsed = "recovery_code_used",
        RecoveryCodesRenewed = "recovery_codes_renewed",
        CreditsGiven = "credits_given", CreditsTakenBack = "credits_taken_back",
        CreditsRequested = "credits_requested", RequestDecided = "request_decided", HandedOver = "handed_over",
        OrderPaid = "order_paid", ChargedBack = "charged_back",
        Reminder = "reminder", Claimed = "claimed", ClaimApproved = "claim_approved", ClaimDeclined = "claim_declined",
        Disowned = "disowned", AskedAgain = "asked_again", Undeliverable = "undeliverable",
        ProofBroken = "proof_broken",
        LearnerReminded = "learner_reminded", FallsDue = "falls_due",
        CreditsLow = "credits_low", CreditsReturned = "credits_returned", PlanLapsed = "plan_lapsed",
        GraceEnding = "grace_ending", PlanExpired = "plan_expired",
    }
}

text_enum! {
    /// What the secret link in a letter opens.
    LinkPurpose { Invitation = "invitation", PasswordReset = "password_reset", EmailChange = "email_change" }
}

/// A line of Admin → Outbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterRow {
    /// The letter.
    pub id: LetterId,
    /// Who gets it.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// What it is about.
    pub kind: LetterKind,
    /// Where it stands.
    pub state: LetterState,
    /// How often it was tried.
    pub attempts: i32,
    /// Why it did not leave: what the mail server said the last time, or that its invitation was over by then.
    pub error: Option<String>,
    /// When it was written.
    pub created: DateTime<Utc>,
    /// When it left.
    pub sent: Option<DateTime<Utc>>,
    /// When it is tried next.
    pub next_attempt: Option<DateTime<Utc>>,
}

/// One letter as it looks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterView {
    /// Its line in the list.
    pub row: LetterRow,
    /// The plain text part; secret links are masked.
    pub text: String,
    /// The HTML part; secret links are masked.
    pub html: String,
    /// When it came back for good and why, if it did.
    pub came_back: Option<(DateTime<Utc>, String)>,
}
