//! One opening of the player.

use chrono::{DateTime, Utc};
use lectern_contract::{InstanceId, LaunchId, OrganizationId, RegistrationId, UserId, registrations::LaunchEnd};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// One opening of the player.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "launch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LaunchId,
    pub organization_id: OrganizationId,
    pub registration_id: RegistrationId,
    pub instance_id: InstanceId,
    pub user_id: UserId,
    #[sea_orm(column_type = "Text")]
    pub token_hash: String,
    pub sequence: i64,
    pub opened_at: Option<DateTime<Utc>>,
    pub last_commit_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub end_reason: Option<LaunchEnd>,
    #[sea_orm(column_type = "Text", nullable)]
    pub timed_item: Option<String>,
    pub timed_session: i32,
    pub timed_centiseconds: i64,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
