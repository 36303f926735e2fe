//! Webhooks: what other programs are told, where, and what became of it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{DeliveryAttemptId, DeliveryId, WebhookId, text_enum};

/// The version of every event's `data`. Fields may be added within it; one that changes its meaning or goes makes
/// another version.
pub const VERSION: u32 = 1;
/// A webhook that took nothing for this long is shown with a banner.
pub const LONG: TimeDelta = TimeDelta::hours(6);
/// How long a secret that was replaced still signs, beside the new one.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);

text_enum! {
    /// What happened. The names are stable: other programs know them.
    HookEvent {
        InvitationSent = "invitation.sent",
        InvitationAccepted = "invitation.accepted",
        InvitationDeclined = "invitation.declined",
        InvitationExpired = "invitation.expired",
        InvitationCanceled = "invitation.canceled",
        RegistrationCreated = "registration.created",
        RegistrationCompleted = "registration.completed",
        RegistrationWithdrawn = "registration.withdrawn",
        CreditsPurchased = "credits.purchased",
        CreditsGranted = "credits.granted",
        BalanceLow = "balance.low",
        RequestCreated = "request.created",
        RequestAnswered = "request.answered",
        RequestWithdrawn = "request.withdrawn",
        /// Sent when somebody asks for it, whatever was chosen.
        Test = "test",
    }
}

impl HookEvent {
    /// Those a webhook can be told of; a test is sent when somebody asks for it.
    pub fn choices() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|event| *event != Self::Test)
    }

    /// When it is sent, in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InvitationSent => "An invitation was sent, or sent again",
            Self::InvitationAccepted => "An invitation was accepted",
            Self::InvitationDeclined => "An invitation was declined",
            Self::InvitationExpired => "An invitation expired",
            Self::InvitationCanceled => "An invitation was canceled",
            Self::RegistrationCreated => "Somebody was enrolled in a course",
            Self::RegistrationCompleted => "Somebody completed a course",
            Self::RegistrationWithdrawn => "Somebody was withdrawn from a course",
            Self::CreditsPurchased => "Bought credits came into the pool",
            Self::CreditsGranted => "Credits were granted to the pool, by a plan or by hand",
            Self::BalanceLow => "A balance fell below its threshold",
            Self::RequestCreated => "A manager requested credits",
            Self::RequestAnswered => "A request for credits was approved or declined",
            Self::RequestWithdrawn => "A request for credits was withdrawn, or closed with its course or manager",
            Self::Test => "A test",
        }
    }
}

text_enum! {
    /// Whether a webhook is told anything.
    WebhookState {
        Active = "active",
        /// Somebody paused it.
        Paused = "paused",
        /// It answered 410 (gone) and was paused for that.
        Gone = "gone",
        /// It is shown to nobody; its deliveries are cleaned up in their time.
        Deleted = "deleted",
    }
}

impl WebhookState {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Paused => "Paused",
            Self::Gone => "Paused: it answered 410",
            Self::Deleted => "Deleted",
        }
    }

    /// Whether it is told of events.
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Active)
    }
}

text_enum! {
    /// Where a delivery stands.
    DeliveryState { Waiting = "waiting", Sending = "sending", Delivered = "delivered", Failed = "failed" }
}

impl DeliveryState {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Sending => "Being sent",
            Self::Delivered => "Delivered",
            Self::Failed => "Failed",
        }
    }
}

text_enum! {
    /// Why an attempt did not deliver.
    DeliveryProblem {
        /// The host has no address.
        Unresolved = "unresolved",
        /// Its address is one that nothing is sent to.
        Forbidden = "forbidden",
        /// No connection, or no TLS.
        Unreachable = "unreachable",
        /// No answer in time.
        Timeout = "timeout",
        /// The connection broke off before the answer.
        Broken = "broken",
        /// It answered with a redirect, which is not followed.
        Redirect = "redirect",
        /// It answered with another status than 2xx.
        Status = "status",
    }
}

impl DeliveryProblem {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Unresolved => "The host name has no address",
            Self::Forbidden => "The address is on this machine or in a private network",
            Self::Unreachable => "No connection could be made",
            Self::Timeout => "No answer within 10 seconds",
            Self::Broken => "The connection broke off",
            Self::Redirect => "It answered with a redirect, which is not followed",
            Self::Status => "It did not answer with 2xx",
        }
    }
}

/// A webhook as lists and its page show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// The webhook.
    pub id: WebhookId,
    /// Where it is told.
    pub url: String,
    /// What of.
    pub events: Vec<HookEvent>,
    /// Whether it is.
    pub state: WebhookState,
    /// Since when it took nothing; none while it works.
    pub failing_since: Option<DateTime<Utc>>,
    /// When its secret was made.
    pub secret_at: DateTime<Utc>,
    /// Until when the secret before also signs.
    pub old_until: Option<DateTime<Utc>>,
    /// When it was set up.
    pub created: DateTime<Utc>,
}

impl Webhook {
    /// Since when it has taken nothing, where that is long ago and it should have.
    pub fn trouble(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.failing_since
            .filter(|since| self.state.is_active() && now - *since >= LONG)
    }
}

/// A webhook on its own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookView {
    /// The webhook.
    pub webhook: Webhook,
    /// Its secret, while it is shown to the session that made it.
    pub secret: Option<String>,
    /// Deliveries that wait.
    pub waiting: u64,
}

/// A line of a delivery log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    /// The delivery.
    pub id: DeliveryId,
    /// What it tells of.
    pub event: HookEvent,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next; none when it is settled.
    pub next_attempt: Option<DateTime<Utc>>,
    /// When it happened.
    pub created: DateTime<Utc>,
    /// When it was taken.
    pub delivered: Option<DateTime<Utc>>,
}

/// A page of a delivery log, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryLog {
    /// Its rows.
    pub rows: Vec<DeliveryRow>,
    /// The page of older ones begins before this one; none at the end.
    pub older: Option<DeliveryId>,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryAttempt {
    /// The try.
    pub id: DeliveryAttemptId,
    /// Counted from 1.
    pub number: i32,
    /// The answer's status, where there was one.
    pub status: Option<u16>,
    /// Why it did not deliver; none where it did.
    pub problem: Option<DeliveryProblem>,
    /// The beginning of the answer.
    pub answer: String,
    /// How long it took, in milliseconds.
    pub millis: i64,
    /// When it was made.
    pub at: DateTime<Utc>,
}

/// A delivery on its own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryView {
    /// Its line in the log.
    pub row: DeliveryRow,
    /// Whom it is for.
    pub webhook: Webhook,
    /// Exactly what is sent.
    pub body: String,
    /// The tries, the newest first.
    pub attempts: Vec<DeliveryAttempt>,
}
