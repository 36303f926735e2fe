//! A link of the chain: which transaction follows on which, and the hash that says so. Append-only.

use chrono::{DateTime, Utc};
use lectern_contract::{LinkId, OrganizationId, TransactionId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A link of the chain: which transaction follows on which, and the hash that says so. Append-only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LinkId,
    pub organization_id: OrganizationId,
    pub number: i64,
    pub transaction_id: TransactionId,
    /// The version of the form that was hashed.
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub previous: String,
    #[sea_orm(column_type = "Text")]
    pub hash: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
