//! The thresholds an admin set for one course; what is none follows the settings.

use chrono::{DateTime, Utc};
use lectern_contract::{CourseId, CourseThresholdId, OrganizationId, watch::Threshold};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// The thresholds an admin set for one course.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_threshold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseThresholdId,
    pub organization_id: OrganizationId,
    pub course_id: CourseId,
    /// For the course's unassigned credits.
    pub course: Option<Threshold>,
    /// For each manager's credits on it.
    pub managers: Option<Threshold>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
