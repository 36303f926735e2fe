//! An event on its way to one endpoint.

use chrono::{DateTime, Utc};
use lectern_contract::{
    DeliveryId, OrganizationId, WebhookId,
    hooks::{DeliveryState, HookEvent},
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use uuid::Uuid;

/// An event on its way to one endpoint.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    pub organization_id: OrganizationId,
    pub webhook_id: WebhookId,
    pub event: HookEvent,
    /// The event's own id: the same at every endpoint and every try.
    pub event_id: Uuid,
    /// Exactly what is sent and signed.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub state: DeliveryState,
    /// Tries in all; each has a row of its own.
    pub attempts: i32,
    /// Tries since it was last queued: pauses grow by them.
    pub tries: i32,
    /// When it is due; while it is sent, until when it belongs to its sender.
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub give_up_at: DateTime<Utc>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
