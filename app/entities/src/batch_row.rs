//! One address of a batch.

use chrono::{DateTime, Utc};
use lectern_contract::{BatchId, InvitationId, OrganizationId, UserId, batches::Verdict};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// One address of a batch. Its invitation has its id, so that no row can ever be sent twice.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "batch_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    pub organization_id: OrganizationId,
    pub batch_id: BatchId,
    pub number: i32,
    #[sea_orm(column_type = "Text")]
    pub email: String,
    #[sea_orm(column_type = "Text")]
    pub email_key: String,
    pub verdict: Verdict,
    pub invited_by: Option<UserId>,
    pub invited_at: Option<DateTime<Utc>>,
    pub invitation_id: Option<InvitationId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
