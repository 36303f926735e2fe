//! The end of an organization's chain of transactions: the number and hash of its last link.

use chrono::{DateTime, Utc};
use lectern_contract::{HeadId, OrganizationId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// The end of an organization's chain of transactions: the number and hash of its last link.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_head")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HeadId,
    pub organization_id: OrganizationId,
    pub number: i64,
    #[sea_orm(column_type = "Text")]
    pub hash: String,
    /// Whether transactions from before the chain still wait for their links.
    pub behind: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
