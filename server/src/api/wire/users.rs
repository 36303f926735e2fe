//! Users.

use chrono::{DateTime, Utc};
use lectern_contract::{
    Role, UserId,
    people::{UserRow, UserState},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Somebody with a way to sign in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The user.
    pub id: UserId,
    /// The name others read.
    #[schema(example = "Lena Novak")]
    pub name: String,
    /// The address letters go to.
    #[schema(example = "lena@northwind.example")]
    pub email: String,
    /// Roles held.
    pub roles: Vec<Role>,
    /// Whether they can sign in.
    pub state: UserState,
    /// Their last sign-in.
    pub last_sign_in: Option<DateTime<Utc>>,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            email: row.email,
            roles: row.roles,
            state: row.state,
            last_sign_in: row.last_sign_in,
        }
    }
}

/// A user to be created, or all that is changed of one.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserForm {
    /// The name others read.
    #[schema(example = "Lena Novak", max_length = 120)]
    pub name: String,
    /// The address letters go to; no other user of the organization has it.
    #[schema(example = "lena@northwind.example", max_length = 254)]
    pub email: String,
    /// Roles held; at least one.
    #[schema(example = json!(["learner"]), min_items = 1)]
    pub roles: Vec<Role>,
}

/// Which users.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// Words in the name or address.
    #[serde(default)]
    pub search: String,
    /// Only holders of this role.
    pub role: Option<Role>,
    /// Only users in this state; deleted ones are listed only when asked for.
    pub state: Option<UserState>,
    /// Rows of this part.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// Where the part begins, from the link to it.
    pub cursor: Option<String>,
}
