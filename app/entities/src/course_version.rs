//! One uploaded package of a course.

use chrono::{DateTime, Utc};
use lectern_contract::{CourseId, OrganizationId, VersionId, courses::Standard};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// One uploaded package of a course.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VersionId,
    pub organization_id: OrganizationId,
    pub course_id: CourseId,
    pub number: i32,
    pub standard: Standard,
    #[sea_orm(column_type = "Text")]
    pub package: String,
    pub files: i32,
    pub bytes: i64,
    /// Whether learners’ data was longer than the standard allows.
    pub over_standard: bool,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
