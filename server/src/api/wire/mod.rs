//! What is said over the wire: the version's promise, apart from what pages show and rows hold, so that those can
//! change. A field is added, never renamed or taken away.

mod courses;
mod credits;
mod invitations;
mod registrations;
mod users;

use lectern_contract::{RegistrationId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use courses::*;
pub use credits::*;
pub use invitations::*;
pub use registrations::*;
pub use users::*;

/// A part of a list, newest first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Part<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The address of the next part; none where this is the last.
    #[schema(example = "/api/v1/users?limit=50&cursor=Mzk4YzFkZTc…")]
    pub next: Option<String>,
}

/// A user that was created.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatedUser {
    /// The user.
    pub id: UserId,
}

/// What a withdrawal did.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// The registration.
    pub id: RegistrationId,
    /// Whether the organization's policy gave the credit back.
    pub refunded: bool,
}
