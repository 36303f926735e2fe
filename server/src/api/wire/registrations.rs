//! Registrations.

use chrono::{DateTime, Utc};
use lectern_contract::{
    CourseId, RegistrationId, UserId,
    api::{Enrollment, RegistrationRow},
    credits::CreditSource,
    registrations::{Completion, RegistrationState, Success},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One learner on one course, for one cycle.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The registration.
    pub id: RegistrationId,
    /// The learner.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Which time the learner takes the course, from 1.
    #[schema(example = 1)]
    pub cycle: i32,
    /// Whether it gives access.
    pub state: RegistrationState,
    /// How far they came.
    pub completion: Completion,
    /// Whether they passed.
    pub success: Success,
    /// From −1 to 1; none before there is one.
    #[schema(example = 0.85, minimum = -1, maximum = 1)]
    pub score: Option<f64>,
    /// Time in the course, in seconds.
    pub seconds: i64,
    /// The manager who watches it.
    pub manager: Option<UserId>,
    /// When it was made.
    pub enrolled: DateTime<Utc>,
    /// When it was first launched; it is counted from then on.
    pub first_launched: Option<DateTime<Utc>>,
    /// When it was last launched.
    pub last_launched: Option<DateTime<Utc>>,
}

impl From<RegistrationRow> for Registration {
    fn from(row: RegistrationRow) -> Self {
        Self {
            id: row.id,
            user: row.user,
            name: row.name,
            email: row.email,
            course: row.course,
            title: row.title,
            cycle: row.cycle,
            state: row.state,
            completion: row.standing.completion,
            success: row.standing.success,
            score: row.standing.score,
            seconds: row.standing.seconds,
            manager: row.manager,
            enrolled: row.enrolled,
            first_launched: row.standing.first_launched,
            last_launched: row.last_launched,
        }
    }
}

/// A user to be enrolled.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrollForm {
    /// Whom.
    pub user: UserId,
    /// In what.
    pub course: CourseId,
}

/// Where an enrollment's credit came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The course's unassigned credits.
    Course,
    /// The pool.
    Pool,
    /// None: a withdrawn registration came back whose credit had stayed consumed.
    Earlier,
}

/// What an enrollment made.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrolled {
    /// The registration.
    pub id: RegistrationId,
    /// Where its credit came from.
    pub source: Source,
}

impl From<Enrollment> for Enrolled {
    fn from(made: Enrollment) -> Self {
        Self {
            id: made.registration,
            source: match made.source {
                CreditSource::Course => Source::Course,
                CreditSource::Pool => Source::Pool,
                CreditSource::Earlier => Source::Earlier,
            },
        }
    }
}

/// Which registrations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RegistrationQuery {
    /// Only of this learner.
    pub user: Option<UserId>,
    /// Only on this course.
    pub course: Option<CourseId>,
    /// Only in this state.
    pub state: Option<RegistrationState>,
    /// Rows of this part.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// Where the part begins, from the link to it.
    pub cursor: Option<String>,
}
