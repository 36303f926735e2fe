//! Keys of programs: what each may do, and what Admin → API keys shows of them.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{ApiKeyId, text_enum};

text_enum! {
    /// What a key may do; a key has any number of them, and no other rights.
    Scope {
        UsersRead = "users:read", UsersWrite = "users:write", CoursesRead = "courses:read",
        RegistrationsRead = "registrations:read", RegistrationsWrite = "registrations:write",
        CreditsRead = "credits:read", CreditsWrite = "credits:write",
        InvitationsRead = "invitations:read", InvitationsWrite = "invitations:write",
        InvitationsAccept = "invitations:accept",
    }
}

impl Scope {
    /// The words people read beside its box.
    pub const fn label(self) -> &'static str {
        match self {
            Self::UsersRead => "See users",
            Self::UsersWrite => "Create, edit, suspend and restore users, admins too",
            Self::CoursesRead => "See courses and their managers",
            Self::RegistrationsRead => "See registrations and results",
            Self::RegistrationsWrite => "Enroll and withdraw users; each enrollment consumes a credit",
            Self::CreditsRead => "See balances and statements",
            Self::CreditsWrite => "Grant, allocate and assign credits, and take them back",
            Self::InvitationsRead => "See invitations",
            Self::InvitationsWrite => "Send, re-invite and cancel invitations; each holds a credit",
            Self::InvitationsAccept => "Accept invitations for people whom a single sign-on front end has identified",
        }
    }
}

text_enum! {
    /// How long a key works.
    KeyLife { Month = "30", Quarter = "90", Year = "365", Endless = "endless" }
}

impl KeyLife {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Month => "30 days",
            Self::Quarter => "90 days",
            Self::Year => "One year",
            Self::Endless => "Until it is revoked",
        }
    }

    /// How long that is; none for ever.
    pub const fn length(self) -> Option<TimeDelta> {
        match self {
            Self::Month => Some(TimeDelta::days(30)),
            Self::Quarter => Some(TimeDelta::days(90)),
            Self::Year => Some(TimeDelta::days(365)),
            Self::Endless => None,
        }
    }
}

/// Whether a key works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyState {
    /// It works.
    Active,
    /// Its time is over.
    Expired,
    /// An admin revoked it.
    Revoked,
    /// Its maker is suspended, deleted or no admin any more.
    Stopped,
}

impl KeyState {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Expired => "Expired",
            Self::Revoked => "Revoked",
            Self::Stopped => "Its maker cannot act",
        }
    }

    /// The word of the style sheet.
    pub const fn state(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "canceled",
            Self::Stopped => "suspended",
        }
    }
}

/// A line of Admin → API keys. The secret is not in it: nobody can read it any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    /// The key.
    pub id: ApiKeyId,
    /// What it is for, as its maker put it.
    pub name: String,
    /// What its secret begins with, for recognition.
    pub prefix: String,
    /// What it may do, in the order of [`Scope::ALL`].
    pub scopes: Vec<Scope>,
    /// Who made it; it acts in their name.
    pub maker: String,
    /// Whether it works.
    pub state: KeyState,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// When it ends; none for never.
    pub expires: Option<DateTime<Utc>>,
    /// When it was last used, to a minute.
    pub last_used: Option<DateTime<Utc>>,
}
