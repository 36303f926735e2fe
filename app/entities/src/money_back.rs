//! Money of a payment that went back, by a refund or a dispute.

use chrono::{DateTime, Utc};
use lectern_contract::{
    MoneyBackId, OrganizationId, PaymentId,
    orders::{MoneyBackKind, MoneyBackState},
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// Money of a payment that went back, by a refund or a dispute.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "money_back")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MoneyBackId,
    pub organization_id: Option<OrganizationId>,
    pub payment_id: PaymentId,
    pub kind: MoneyBackKind,
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    pub money_minor: i64,
    pub state: MoneyBackState,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
