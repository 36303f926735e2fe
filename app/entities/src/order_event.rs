//! One line of an order’s history. Append-only.

use chrono::{DateTime, Utc};
use lectern_contract::{OrderEventId, OrderId, OrganizationId, Role, UserId, orders::OrderEventKind};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// One line of an order’s history. Append-only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderEventId,
    pub organization_id: OrganizationId,
    pub order_id: OrderId,
    pub line: i32,
    pub kind: OrderEventKind,
    pub actor_id: Option<UserId>,
    pub role: Option<Role>,
    pub money_minor: Option<i64>,
    pub credits: i64,
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
