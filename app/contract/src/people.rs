//! People: users, their states, and what pages show of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Role, SessionId, UserId, text_enum};

text_enum! {
    /// Whether a person can sign in.
    UserState { Active = "active", Suspended = "suspended", Deleted = "deleted" }
}

impl UserState {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Suspended => "Suspended",
            Self::Deleted => "Deleted",
        }
    }
}

text_enum! {
    /// What a one-time link is for.
    TicketPurpose { PasswordReset = "password_reset", EmailChange = "email_change" }
}

/// A line of Admin → Users.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserRow {
    /// Whose row this is.
    pub id: UserId,
    /// The name others read.
    pub name: String,
    /// The address letters go to.
    pub email: String,
    /// Roles held, in the order of [`Role::ALL`].
    pub roles: Vec<Role>,
    /// Whether the person can sign in.
    pub state: UserState,
    /// The last interactive sign-in.
    pub last_sign_in: Option<DateTime<Utc>>,
}

/// Filters of Admin → Users.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserFilter {
    /// Only holders of this role.
    pub role: Option<Role>,
    /// Only users in this state; deleted ones are shown only when asked for.
    pub state: Option<UserState>,
}

/// One of a person's signed-in browsers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Names the session in a form; not the secret in the cookie.
    pub id: SessionId,
    /// Whether this is the one that asks.
    pub current: bool,
    /// When it was opened.
    pub created: DateTime<Utc>,
    /// When it was last used, to five minutes.
    pub last_seen: DateTime<Utc>,
    /// What the browser said of itself, shortened.
    pub browser: String,
}

/// What those are called who were deleted, wherever their name or address stood.
pub const DELETED: &str = "Deleted user";

/// The link to choose a first password, as Admin → Users → *Copy Link* shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordLink {
    /// The person has chosen a password already.
    Chosen,
    /// No link works now; one can be made.
    Over,
    /// The newest that works.
    Open {
        /// Its address.
        address: String,
        /// Until when; it works once.
        until: DateTime<Utc>,
    },
}

/// What a signed-in person's pages know about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The name others read.
    pub name: String,
    /// The address letters go to.
    pub email: String,
}
