//! Something people are invited to and launch.

use chrono::{DateTime, Utc};
use lectern_contract::{
    CourseId, OrganizationId, VersionId,
    attempts::{Counts, FailedMeans, NewAttempt},
    courses::CourseState,
    courses::Standard,
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// Something people are invited to and launch.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseId,
    pub organization_id: OrganizationId,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The title as it is searched for.
    #[sea_orm(column_type = "Text")]
    pub title_key: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    pub state: CourseState,
    pub standard: Standard,
    pub version_id: Option<VersionId>,
    pub validity_months: Option<i32>,
    pub max_attempts: Option<i32>,
    pub new_attempt: NewAttempt,
    pub counted_attempt: Counts,
    pub lock_after_last: bool,
    pub failed_means: FailedMeans,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
