//! An endpoint that is told of events.

use chrono::{DateTime, Utc};
use lectern_contract::{OrganizationId, WebhookId, hooks::WebhookState};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// An endpoint that is told of events.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookId,
    pub organization_id: OrganizationId,
    #[sea_orm(column_type = "Text")]
    pub url: String,
    /// The names of the events it is told of, with spaces between.
    #[sea_orm(column_type = "Text")]
    pub events: String,
    pub state: WebhookState,
    /// What it is signed with, sealed with a key derived from the portal's secret key; empty when deleted.
    #[sea_orm(column_type = "Text")]
    pub secret: String,
    /// The secret before, which also signs until `old_until`.
    #[sea_orm(column_type = "Text", nullable)]
    pub old_secret: Option<String>,
    pub old_until: Option<DateTime<Utc>>,
    /// The hash of the session that made the secret and has not kept it yet: no other is shown it.
    #[sea_orm(column_type = "Text", nullable)]
    pub shown_to: Option<String>,
    pub secret_at: DateTime<Utc>,
    /// The first attempt that failed since one succeeded.
    pub failing_since: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
