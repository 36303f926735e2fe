//! A person's second factor: the secret they share with their authenticator app.

use chrono::{DateTime, Utc};
use lectern_contract::{OrganizationId, SecondFactorId, UserId};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A person's second factor: the secret they share with their authenticator app.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factor")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SecondFactorId,
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    /// Sealed with a key derived from the portal's secret key.
    #[sea_orm(column_type = "Text")]
    pub secret: String,
    /// The hash of the session that set it up: no other is shown the secret or the recovery codes.
    #[sea_orm(column_type = "Text")]
    pub shown_to: String,
    /// The newest step a code was taken for; an older one is a replay.
    pub last_step: i64,
    /// Since when it counts; none before the first right code.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When the person said that they kept their recovery codes; they are not shown again.
    pub codes_kept_at: Option<DateTime<Utc>>,
    /// How often the recovery codes were made anew: each time others follow from the secret key.
    pub codes_round: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
