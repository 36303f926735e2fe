//! A nightly proof of an organization's ledger: how far it is, and what it found.

use chrono::{DateTime, Utc};
use lectern_contract::{OrganizationId, ProofId, proofs::ProofState};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

/// A nightly proof of an organization's ledger: how far it is, and what it found.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proof")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProofId,
    pub organization_id: OrganizationId,
    /// The day it belongs to, in the organization's time zone; one proof each.
    #[sea_orm(column_type = "Text")]
    pub night: String,
    pub state: ProofState,
    /// Steps done.
    pub step: i32,
    /// The number of the last link there was when it began.
    pub upto: i64,
    /// The number and hash of the last link walked so far.
    pub number: i64,
    #[sea_orm(column_type = "Text")]
    pub hash: String,
    pub figures: Json,
    pub first_break: Option<Json>,
    pub ended_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
