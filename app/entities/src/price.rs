//! What an organization’s credits cost and who sells them; it counts its orders and invoices.

use chrono::{DateTime, Utc};
use lectern_contract::{OrganizationId, PriceId, money::Currency};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// What an organization’s credits cost and who sells them; it counts its orders and invoices.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "price")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PriceId,
    pub organization_id: OrganizationId,
    pub currency: Currency,
    pub credit_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub tax_label: String,
    pub tax_rate: i32,
    #[sea_orm(column_type = "Text")]
    pub seller_name: String,
    #[sea_orm(column_type = "Text")]
    pub seller_address: String,
    #[sea_orm(column_type = "Text")]
    pub buyer_address: String,
    #[sea_orm(column_type = "Text")]
    pub payment_note: String,
    pub orders: i64,
    pub invoices: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
