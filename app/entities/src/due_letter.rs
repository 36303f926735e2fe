//! A learner who was told that what they completed has to be taken again.

use chrono::{DateTime, Utc};
use lectern_contract::{DueLetterId, OrganizationId, RegistrationId, UserId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A learner who was told that what they completed has to be taken again.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "due_letter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DueLetterId,
    pub organization_id: OrganizationId,
    pub registration_id: RegistrationId,
    /// Who watched them then.
    pub manager_id: Option<UserId>,
    /// Whether that manager is still to be told in the morning.
    pub digest_due: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
