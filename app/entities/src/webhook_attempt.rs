//! One try to deliver.

use chrono::{DateTime, Utc};
use lectern_contract::{DeliveryAttemptId, DeliveryId, OrganizationId, hooks::DeliveryProblem};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// One try to deliver.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryAttemptId,
    pub organization_id: OrganizationId,
    pub delivery_id: DeliveryId,
    pub number: i32,
    /// The HTTP status, where there was an answer.
    pub status: Option<i32>,
    pub problem: Option<DeliveryProblem>,
    /// The first kilobyte of the answer.
    #[sea_orm(column_type = "Text")]
    pub answer: String,
    /// How long it took, in milliseconds.
    pub millis: i64,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
