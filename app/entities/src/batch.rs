//! A list of addresses to be invited together.

use chrono::{DateTime, Utc};
use lectern_contract::{AccountId, BatchId, CourseId, OrganizationId, Role, UserId, batches::BatchState};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use uuid::Uuid;

/// A list of addresses to be invited together. While it is sent, `first_left` and `other_left` credits are put aside
/// for it on its two accounts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BatchId,
    pub organization_id: OrganizationId,
    pub course_id: CourseId,
    pub sender_id: UserId,
    pub role: Role,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub content_hash: String,
    pub state: BatchState,
    pub row_count: i32,
    /// The number of the last row that was looked at by the job.
    pub reached: i32,
    /// The number of the last row that stands in the log of refused acts, or was looked at for it.
    pub refused_to: i32,
    pub sent: i32,
    pub price: i64,
    pub first_id: Option<AccountId>,
    pub first_left: i64,
    pub other_id: Option<AccountId>,
    pub other_left: i64,
    #[sea_orm(column_type = "Text")]
    pub message: String,
    #[sea_orm(column_type = "Text")]
    pub letter_text: String,
    #[sea_orm(column_type = "Text")]
    pub letter_html: String,
    pub lease_by: Option<Uuid>,
    pub lease_until: Option<DateTime<Utc>>,
    pub checked_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
