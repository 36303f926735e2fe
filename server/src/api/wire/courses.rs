//! Courses and their managers.

use lectern_contract::{
    AccountId, CourseId, UserId,
    courses::{CourseRow, CourseState, ManagerRow, Standard},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What people are invited to.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// The course.
    pub id: CourseId,
    /// Its title.
    #[schema(example = "Forklift Basics")]
    pub title: String,
    /// Where it stands.
    pub state: CourseState,
    /// The kind of its current package.
    pub standard: Standard,
    /// Active registrations.
    pub learners: u64,
    /// Credits allocated to it and not yet assigned to a manager.
    pub available: i64,
    /// The account of these credits; none before the first one.
    pub account: Option<AccountId>,
}

impl From<CourseRow> for Course {
    fn from(row: CourseRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            state: row.state,
            standard: row.standard,
            learners: row.learners,
            available: row.available,
            account: row.account,
        }
    }
}

/// A manager registered on a course.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Manager {
    /// The manager.
    pub user: UserId,
    /// Their name.
    #[schema(example = "Mara Lind")]
    pub name: String,
    /// Their address.
    pub email: String,
    /// Credits assigned to them here and free.
    pub available: i64,
    /// The account of these credits; none before the first one.
    pub account: Option<AccountId>,
    /// Credits of theirs that pending invitations hold.
    pub held: u64,
    /// Learners they watch here.
    pub learners: u64,
}

impl From<ManagerRow> for Manager {
    fn from(row: ManagerRow) -> Self {
        Self {
            user: row.user,
            name: row.name,
            email: row.email,
            available: row.available,
            account: row.account,
            held: row.held,
            learners: row.learners,
        }
    }
}

/// Which courses.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CourseQuery {
    /// Words in the title.
    #[serde(default)]
    pub search: String,
    /// Only courses in this state; archived ones are listed only when asked for.
    pub state: Option<CourseState>,
    /// Rows of this part.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// Where the part begins, from the link to it.
    pub cursor: Option<String>,
}
