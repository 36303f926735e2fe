//! A certificate of a completed registration. Append-only.

use chrono::{DateTime, Utc};
use lectern_contract::{CertificateId, OrganizationId, RegistrationId, UserId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A certificate of a completed registration. Append-only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateId,
    pub organization_id: OrganizationId,
    pub registration_id: RegistrationId,
    #[sea_orm(column_type = "Text")]
    pub number: String,
    pub issued_by: UserId,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
