//! A payment at a provider, known by its reference there; without an order until word of that came.

use chrono::{DateTime, Utc};
use lectern_contract::{OrderId, OrganizationId, PaymentId, orders::Provider};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A payment at a provider, known by its reference there; without an order until word of that came.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentId,
    pub organization_id: Option<OrganizationId>,
    pub provider: Provider,
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    pub order_id: Option<OrderId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
