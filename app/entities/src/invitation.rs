//! An address invited to a course.

use chrono::{DateTime, Utc};
use lectern_contract::{
    AccountId, CourseId, InvitationId, OrganizationId, RegistrationId, TransactionId, UserId,
    invitations::{InvitationState, RemindersOff},
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// An address invited to a course.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    pub organization_id: OrganizationId,
    pub course_id: CourseId,
    pub sender_id: UserId,
    #[sea_orm(column_type = "Text")]
    pub email: String,
    #[sea_orm(column_type = "Text")]
    pub email_key: String,
    #[sea_orm(column_type = "Text")]
    pub message: String,
    pub state: InvitationState,
    #[sea_orm(column_type = "Text")]
    pub token_hash: String,
    pub sends: i32,
    pub re_invites: i32,
    pub epoch: i32,
    pub source_id: AccountId,
    pub hold_id: Option<TransactionId>,
    pub registration_id: Option<RegistrationId>,
    pub undeliverable: bool,
    pub last_sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    /// When its next reminder is due.
    pub remind_at: Option<DateTime<Utc>>,
    /// When it was last reminded of, since it was last sent.
    pub reminded_at: Option<DateTime<Utc>>,
    pub reminders_off: Option<RemindersOff>,
    /// When somebody who got the newest letter said that it is not for them.
    pub disowned_at: Option<DateTime<Utc>>,
    /// When somebody last asked for a new invitation by an old link.
    pub asked_at: Option<DateTime<Utc>>,
    /// It expired, and its sender was not told yet.
    pub digest_due: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
