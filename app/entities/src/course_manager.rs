//! A manager registered on a course.

use chrono::{DateTime, Utc};
use lectern_contract::{CourseId, CourseManagerId, OrganizationId, UserId, courses::ManagerState};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A manager registered on a course.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_manager")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseManagerId,
    pub organization_id: OrganizationId,
    pub course_id: CourseId,
    pub user_id: UserId,
    pub state: ManagerState,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
