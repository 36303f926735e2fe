//! A ledger account; its balance is the sum of its postings.

use chrono::{DateTime, Utc};
use lectern_contract::{
    AccountId, CourseId, OrganizationId, UserId,
    credits::AccountKind,
    watch::{Standing, Threshold},
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A ledger account; its balance is the sum of its postings.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    pub organization_id: OrganizationId,
    pub kind: AccountKind,
    pub course_id: Option<CourseId>,
    pub user_id: Option<UserId>,
    pub balance: i64,
    pub lines: i64,
    /// Credits of the balance that running batches have put aside.
    pub reserved: i64,
    /// When its people are told.
    pub threshold: Threshold,
    /// What was free when it was last filled; percentages are of this.
    pub basis: i64,
    /// How it stands against its threshold.
    pub standing: Standing,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
