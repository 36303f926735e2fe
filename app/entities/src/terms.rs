//! One version of the terms of purchase. Append-only.

use chrono::{DateTime, Utc};
use lectern_contract::{OrganizationId, TermsId, UserId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// One version of the terms of purchase. Append-only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "terms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TermsId,
    pub organization_id: OrganizationId,
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub author_id: UserId,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
