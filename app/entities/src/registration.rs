//! One learner × one course × one cycle.

use chrono::{DateTime, Utc};
use lectern_contract::{
    CourseId, OrganizationId, RegistrationId, TransactionId, UserId, registrations::Completion,
    registrations::RegistrationState, registrations::Success,
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// One learner × one course × one cycle.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegistrationId,
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    pub course_id: CourseId,
    pub cycle: i32,
    pub manager_id: Option<UserId>,
    pub state: RegistrationState,
    pub consumption_id: Option<TransactionId>,
    pub completion: Completion,
    pub success: Success,
    pub score: Option<f64>,
    pub centiseconds: i64,
    pub first_launched_at: Option<DateTime<Utc>>,
    pub last_launched_at: Option<DateTime<Utc>>,
    pub completed_at: Option<DateTime<Utc>>,
    /// The highest number of its instances; 0 before the first launch.
    pub attempt: i32,
    /// Whether that one is over.
    pub attempt_over: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
