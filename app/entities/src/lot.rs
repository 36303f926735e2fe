//! Credits a plan granted at once, and how many of them expired unused.

use chrono::{DateTime, Utc};
use lectern_contract::{LotId, OrganizationId, SubscriptionId, TransactionId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// Credits a plan granted at once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LotId,
    pub organization_id: OrganizationId,
    pub subscription_id: SubscriptionId,
    pub period: i32,
    pub grant_id: TransactionId,
    pub amount: i64,
    pub expired: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
