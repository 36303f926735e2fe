//! A letter in the outbox.

use chrono::{DateTime, Utc};
use lectern_contract::{
    BatchId, LetterId, OrganizationId, letters::LetterKind, letters::LetterState, letters::LinkPurpose,
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use uuid::Uuid;

/// A letter in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LetterId,
    pub organization_id: OrganizationId,
    pub kind: LetterKind,
    #[sea_orm(column_type = "Text")]
    pub recipient: String,
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    /// Recipient and subject, a line each, as they are searched for.
    #[sea_orm(column_type = "Text")]
    pub search_key: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    #[sea_orm(column_type = "Text")]
    pub html: String,
    pub link_purpose: Option<LinkPurpose>,
    pub link_id: Option<Uuid>,
    pub link_number: Option<i32>,
    #[sea_orm(column_type = "Text", nullable)]
    pub link_hash: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub message_id: String,
    /// The batch whose text it shares; its own is empty then.
    pub batch_id: Option<BatchId>,
    pub state: LetterState,
    pub attempts: i32,
    pub next_attempt_at: Option<DateTime<Utc>>,
    #[sea_orm(column_type = "Text", nullable)]
    pub error: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
