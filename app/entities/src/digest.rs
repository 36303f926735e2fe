//! A day on which somebody was told of their expired invitations.

use chrono::{DateTime, Utc};
use lectern_contract::{DigestId, OrganizationId, UserId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A day on which somebody was told of their expired invitations.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "digest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DigestId,
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    /// The day in the organization's time zone, as 2026-03-02.
    #[sea_orm(column_type = "Text")]
    pub day: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
