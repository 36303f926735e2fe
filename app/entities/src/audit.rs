//! Who did what to what, in which role. Append-only.

use chrono::{DateTime, Utc};
use lectern_contract::{AuditId, OrganizationId, Role, UserId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};
use uuid::Uuid;

/// Who did what to what, in which role. Append-only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditId,
    pub organization_id: OrganizationId,
    pub actor_id: Option<UserId>,
    pub role: Option<Role>,
    #[sea_orm(column_type = "Text")]
    pub act: String,
    #[sea_orm(column_type = "Text")]
    pub subject_kind: String,
    pub subject_id: Option<Uuid>,
    pub before: Option<Json>,
    pub after: Option<Json>,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
