//! What an organization can subscribe to.

use chrono::{DateTime, Utc};
use lectern_contract::{
    OrganizationId, PlanId,
    money::Currency,
    plans::{Billing, PlanState},
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// What an organization can subscribe to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlanId,
    pub organization_id: OrganizationId,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub credits: i64,
    pub billing: Billing,
    pub currency: Currency,
    pub price_minor: i64,
    pub credit_minor: i64,
    pub state: PlanState,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
