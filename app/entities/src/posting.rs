//! One line of a transaction on one account. Append-only.

use chrono::{DateTime, Utc};
use lectern_contract::{AccountId, OrganizationId, PostingId, TransactionId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// One line of a transaction on one account. Append-only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostingId,
    pub organization_id: OrganizationId,
    pub transaction_id: TransactionId,
    pub account_id: AccountId,
    pub counter_account_id: AccountId,
    pub line: i64,
    pub amount: i64,
    pub balance: i64,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
