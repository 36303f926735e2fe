//! Somebody's wish to accept an invitation that was sent to another address.

use chrono::{DateTime, Utc};
use lectern_contract::{ClaimId, InvitationId, OrganizationId, UserId, claims::ClaimState};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// Somebody's wish to accept an invitation that was sent to another address.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClaimId,
    pub organization_id: OrganizationId,
    pub invitation_id: InvitationId,
    /// The account that was signed in; none of somebody who only had the link.
    pub user_id: Option<UserId>,
    /// The address the invitation was for.
    #[sea_orm(column_type = "Text")]
    pub invited: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub email: String,
    #[sea_orm(column_type = "Text")]
    pub email_key: String,
    pub state: ClaimState,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
