//! How often a key was used in one minute.

use chrono::{DateTime, Utc};
use lectern_contract::{ApiKeyId, ApiWindowId, OrganizationId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// How often a key was used in one minute.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_window")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiWindowId,
    pub organization_id: OrganizationId,
    pub key_id: ApiKeyId,
    pub minute: i64,
    pub used: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
