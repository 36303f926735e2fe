//! Invitations: the state machine's words and what its screens show (`spec/credits.md`, Invitation).

use std::{fmt, str::FromStr};

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use crate::{CourseId, InvitationId, UserId, credits::AccountKind, letters::LetterState, limits, text_enum};

text_enum! {
    /// The states of an invitation.
    InvitationState {
        Pending = "pending", Accepted = "accepted", Declined = "declined",
        Canceled = "canceled", Expired = "expired",
    }
}

impl InvitationState {
    /// Whether *Cancel Invite* is offered.
    pub const fn may_cancel(self) -> bool {
        matches!(self, Self::Pending)
    }

    /// Whether *Re-Invite* is offered, as far as the state decides it.
    pub const fn may_re_invite(self) -> bool {
        !matches!(self, Self::Accepted)
    }

    /// Whether a credit is held for it.
    pub const fn holds_credit(self) -> bool {
        matches!(self, Self::Pending)
    }

    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Accepted => "Accepted",
            Self::Declined => "Declined",
            Self::Canceled => "Canceled",
            Self::Expired => "Expired",
        }
    }
}

text_enum! {
    /// Who wants no more reminders of an invitation.
    RemindersOff {
        /// Its sender, who may take that back.
        Sender = "sender",
        /// The invited person, whose word stands.
        Recipient = "recipient",
    }
}

/// A line of the invitations log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// The invitation.
    pub id: InvitationId,
    /// The invited address.
    pub email: String,
    /// Its state; a pending one past its end reads as expired.
    pub state: InvitationState,
    /// Who sent it.
    pub sender: String,
    /// When it was first sent.
    pub sent: DateTime<Utc>,
    /// When it was last sent.
    pub last_sent: DateTime<Utc>,
    /// How often it was sent again.
    pub re_invites: i32,
    /// When it ends, or ended.
    pub expires: DateTime<Utc>,
    /// When it was accepted, declined or canceled.
    pub decided: Option<DateTime<Utc>>,
    /// Whether its letter could not be delivered.
    pub undeliverable: bool,
    /// Where its newest letter stands; none where it has none.
    pub letter: Option<LetterState>,
    /// When it was last reminded of, since it was last sent.
    pub reminded: Option<DateTime<Utc>>,
    /// Who stopped its reminders, if somebody did.
    pub reminders_off: Option<RemindersOff>,
    /// When somebody who got its letter said that it is not for them.
    pub disowned: Option<DateTime<Utc>>,
    /// Whether letters to the address came back before.
    pub came_back: bool,
    /// How many wait to accept it with another address.
    pub claims: u64,
    /// The address it was first sent to, where a claim moved it.
    pub first_sent_to: Option<String>,
}

impl InvitationRow {
    /// Whether *Re-Invite* is offered: by state and by how often it was used.
    pub const fn may_re_invite(&self) -> bool {
        self.state.may_re_invite() && self.re_invites < limits::RE_INVITES
    }

    /// Whether its newest letter is still in the outbox and will leave it.
    pub const fn letter_waits(&self) -> bool {
        matches!(self.letter, Some(LetterState::Waiting | LetterState::Sending))
    }

    /// Whether its newest letter could not be sent: nobody tries any more.
    pub const fn letter_failed(&self) -> bool {
        matches!(self.letter, Some(LetterState::Failed))
    }
}

/// A narrowing of the log to invitations that hold a credit, as the ledger has it: also those that are over and that
/// the job has not ended yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holding {
    /// Whoever’s credit it is.
    Anybodys,
    /// A credit of this manager’s account on the course.
    Of(UserId),
}

impl fmt::Display for Holding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anybodys => f.write_str("all"),
            Self::Of(manager) => manager.fmt(f),
        }
    }
}

impl FromStr for Holding {
    type Err = <UserId as FromStr>::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "all" => Ok(Self::Anybodys),
            manager => manager.parse().map(Self::Of),
        }
    }
}

/// The head of one invitation's pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationHead {
    /// The invitation.
    pub id: InvitationId,
    /// The invited address.
    pub email: String,
    /// Its state; a pending one past its end reads as expired.
    pub state: InvitationState,
    /// Who sent it.
    pub sender: String,
    /// The course.
    pub course: CourseId,
    /// The course's title.
    pub title: String,
    /// The kind of account its credit came from; a manager's is the sender's.
    pub source: AccountKind,
}

/// What became of each address of one form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendOutcome {
    /// Invitations sent.
    pub sent: u32,
}

/// Why one address of a form was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressProblem {
    /// Not an address.
    Malformed,
    /// Given twice in the form.
    Repeated,
    /// Already a learner of this course.
    Enrolled,
    /// A pending invitation exists, sent by this person then, by the organization's own clock.
    AlreadyInvited(String, DateTime<FixedOffset>),
    /// The person's account is suspended.
    Suspended,
}

/// What a person who opens an invitation's link sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum InvitationView {
    /// It can be accepted.
    Open {
        /// The course.
        course: String,
        /// What it is about.
        description: String,
        /// Who invites.
        sender: String,
        /// The inviting organization.
        organization: String,
        /// The invited address.
        email: String,
        /// The sender's own words.
        message: String,
        /// When it ends.
        expires: DateTime<Utc>,
        /// The organization's time zone, in which that day is told.
        time_zone: String,
        /// Whether the address belongs to somebody who can sign in here.
        known: bool,
    },
    /// It was accepted before.
    Used,
    /// A newer letter replaced this link.
    Replaced,
    /// The sender canceled it.
    Canceled,
    /// It was declined.
    Declined,
    /// Its time is over.
    Expired,
    /// Somebody who got the letter said that it is not for them.
    Disowned,
    /// No such link.
    Unknown,
}
