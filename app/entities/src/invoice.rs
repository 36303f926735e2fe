//! An invoice: its number, and seller and buyer as they were. Append-only; the amounts are the order’s.

use chrono::{DateTime, Utc};
use lectern_contract::{InvoiceId, OrderId, OrganizationId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// An invoice: its number, and seller and buyer as they were. Append-only; the amounts are the order’s.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvoiceId,
    pub organization_id: OrganizationId,
    pub order_id: OrderId,
    pub number: i64,
    #[sea_orm(column_type = "Text")]
    pub seller_name: String,
    #[sea_orm(column_type = "Text")]
    pub seller_address: String,
    #[sea_orm(column_type = "Text")]
    pub buyer_name: String,
    #[sea_orm(column_type = "Text")]
    pub buyer_address: String,
    #[sea_orm(column_type = "Text")]
    pub payment_note: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
