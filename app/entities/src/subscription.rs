//! An organization's subscription to a plan; at most one is not ended.

use chrono::{DateTime, Utc};
use lectern_contract::{
    OrganizationId, PlanId, SubscriptionId,
    plans::{Billing, SubscriptionState},
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// An organization's subscription to a plan.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscription")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubscriptionId,
    pub organization_id: OrganizationId,
    pub plan_id: PlanId,
    pub next_plan_id: Option<PlanId>,
    pub credits: i64,
    pub billing: Billing,
    pub state: SubscriptionState,
    pub anchor_at: DateTime<Utc>,
    pub anchor_period: i32,
    pub period: i32,
    pub period_at: DateTime<Utc>,
    pub changes: i32,
    pub due_at: Option<DateTime<Utc>>,
    /// Whether the admins were told that the grace is nearly over.
    pub warned: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
