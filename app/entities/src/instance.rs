//! A registration’s run of one version.

use chrono::{DateTime, Utc};
use lectern_contract::{InstanceId, LaunchId, OrganizationId, RegistrationId, VersionId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A registration’s run of one version.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "instance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InstanceId,
    pub organization_id: OrganizationId,
    pub registration_id: RegistrationId,
    pub version_id: VersionId,
    pub number: i32,
    pub live_launch_id: Option<LaunchId>,
    #[sea_orm(column_type = "Text", nullable)]
    pub current_item: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub sequencing: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
