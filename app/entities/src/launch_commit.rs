//! A raw commit as the player sent it, kept for support.

use chrono::{DateTime, Utc};
use lectern_contract::{CommitId, LaunchId, OrganizationId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A raw commit as the player sent it, kept for support.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "launch_commit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommitId,
    pub organization_id: OrganizationId,
    pub launch_id: LaunchId,
    pub sequence: i64,
    #[sea_orm(column_type = "Text")]
    pub item: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
