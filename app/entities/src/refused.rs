//! An act that was refused, and why. Append-only, but for how often, and for whom it was about once they were deleted.

use chrono::{DateTime, Utc};
use lectern_contract::{
    BatchId, CourseId, OrganizationId, RefusedId, Role, UserId, refusal::Reason, refused::RefusedAct,
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// An act that was refused, and why. Append-only, but for how often, and for whom it was about once they were deleted.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refused")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefusedId,
    pub organization_id: OrganizationId,
    pub act: RefusedAct,
    pub reason: Reason,
    /// The refusal itself, as JSON; none where only its reason is known.
    #[sea_orm(column_type = "Text", nullable)]
    pub detail: Option<String>,
    pub actor_id: Option<UserId>,
    pub role: Option<Role>,
    /// The manager whose log it stands in besides the admins'.
    pub manager_id: Option<UserId>,
    pub course_id: Option<CourseId>,
    pub user_id: Option<UserId>,
    #[sea_orm(column_type = "Text")]
    pub address: String,
    /// The address as it is searched for.
    #[sea_orm(column_type = "Text")]
    pub address_key: String,
    pub batch_id: Option<BatchId>,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    /// Who is counted for the limit of new rows: a person, else a network address.
    #[sea_orm(column_type = "Text")]
    pub origin: String,
    /// What counts as the same refusal.
    #[sea_orm(column_type = "Text")]
    pub bucket: String,
    pub times: i64,
    pub created_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
