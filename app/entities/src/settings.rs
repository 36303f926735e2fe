//! What an organization has set for itself; one row each. A column nobody wrote has its default.

use chrono::{DateTime, Utc};
use lectern_contract::{
    OrganizationId, SettingsId,
    settings::{Proration, RefundPolicy},
    watch::Threshold,
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// What an organization has set for itself.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SettingsId,
    pub organization_id: OrganizationId,
    pub invitation_days: i32,
    pub refund_policy: RefundPolicy,
    pub refund_percent: i32,
    pub refund_days: i32,
    pub proration: Proration,
    pub managers_can_buy: bool,
    pub grace_days: i32,
    pub reminders: bool,
    pub low_pool: Threshold,
    pub low_course: Threshold,
    pub low_managers: Threshold,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
