//! One movement of credits. Append-only.

use chrono::{DateTime, Utc};
use lectern_contract::{
    CourseId, InvitationId, OrderId, OrganizationId, RegistrationId, Role, TransactionId, UserId,
    credits::TransactionKind,
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// One movement of credits. Append-only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_transaction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TransactionId,
    pub organization_id: OrganizationId,
    pub kind: TransactionKind,
    #[sea_orm(column_type = "Text")]
    pub idempotency_key: String,
    #[sea_orm(column_type = "Text")]
    pub request_hash: String,
    pub actor_id: Option<UserId>,
    pub role: Option<Role>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub course_id: Option<CourseId>,
    pub invitation_id: Option<InvitationId>,
    pub registration_id: Option<RegistrationId>,
    pub refunds_id: Option<TransactionId>,
    pub order_id: Option<OrderId>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
