//! A letter that came back, by the mail service's word or by hand.

use chrono::{DateTime, Utc};
use lectern_contract::{
    BounceId, LetterId, OrganizationId,
    bounces::{BounceKind, BounceSource},
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A letter that came back, by the mail service's word or by hand.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bounce")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BounceId,
    pub organization_id: OrganizationId,
    pub source: BounceSource,
    /// The mail service's id of this word; none where it was said by hand.
    #[sea_orm(column_type = "Text", nullable)]
    pub event_id: Option<String>,
    pub kind: BounceKind,
    pub letter_id: Option<LetterId>,
    #[sea_orm(column_type = "Text")]
    pub email: String,
    #[sea_orm(column_type = "Text")]
    pub email_key: String,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// When somebody said that letters arrive after all.
    pub undone_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
