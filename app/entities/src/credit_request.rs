//! A manager's request for credits of a course.

use chrono::{DateTime, Utc};
use lectern_contract::{CourseId, OrganizationId, RequestId, UserId, requests::RequestState};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A manager's request for credits of a course.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RequestId,
    pub organization_id: OrganizationId,
    pub course_id: CourseId,
    pub manager_id: UserId,
    pub amount: i64,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub state: RequestState,
    pub assigned: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub answer: String,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
