//! Invitations: hold at send, consume at accept, release at cancel, decline or expiry
//! (`spec/credits.md`, the state machine). One file per act.

pub mod accept;
pub mod ask_again;
pub mod batch;
pub mod cancel;
pub mod claims;
pub mod decline;
pub mod digest;
pub mod disown;
pub mod expire;
mod hand_over;
mod leave;
pub mod link;
pub mod log;
mod pay;
pub(crate) mod pending;
mod purse;
pub mod re_invite;
pub mod remind;
mod responsible;
pub mod send;
mod signs;
pub mod slice;
mod taken;
pub mod vouched;

pub(crate) use hand_over::{loosen, take_over};
pub(crate) use leave::cancel_all;
pub(crate) use responsible::{Reader, responsible};

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    AccountId, InvitationId, OrganizationId, Refusal, Role, TransactionId,
    credits::{AccountKind, TransactionKind},
    letters::LinkPurpose,
};
use lectern_entities::invitation;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{
    actor::{Actor, Author},
    courses::managers,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
    },
    fault::Result,
    secrets, settings,
    tx::Tx,
};

/// How long an invitation can be accepted unless the organization's settings say otherwise.
pub const LIFE: TimeDelta = TimeDelta::days(30);

/// When an invitation sent now will be over (`spec/credits.md`: 30 days; a site setting, 1 to 180).
pub(crate) async fn expiry(tx: &Tx, organization: OrganizationId) -> Result<DateTime<Utc>> {
    let days = settings::of(tx, organization).await?.invitation_days;
    Ok(tx.now() + TimeDelta::days(days.into()))
}

/// An invitation the actor may act on: an admin any of the organization, a manager their own on courses they
/// manage, and stay managing until the act is done.
///
/// # Errors
/// `NotFound`.
pub(crate) async fn find(tx: &Tx, actor: &Actor, id: InvitationId) -> Result<invitation::Model> {
    let found = own(tx, actor, id).await?;
    if actor.role == Role::Manager {
        managers::keep_active(tx, actor.organization, found.course_id, actor.user).await?;
    }
    Ok(found)
}

/// The same invitation, only to be looked at.
///
/// # Errors
/// `NotFound`.
async fn see(db: &impl ConnectionTrait, actor: &Actor, id: InvitationId) -> Result<invitation::Model> {
    let found = own(db, actor, id).await?;
    if actor.role == Role::Manager {
        managers::require_active(db, actor.organization, found.course_id, actor.user).await?;
    }
    Ok(found)
}

async fn own(db: &impl ConnectionTrait, actor: &Actor, id: InvitationId) -> Result<invitation::Model> {
    let found = invitation::Entity::find_by_id(id)
        .filter(invitation::Column::OrganizationId.eq(actor.organization))
        .one(db)
        .await?;
    let mine = |row: &invitation::Model| match actor.role {
        Role::Admin => true,
        Role::Manager => row.sender_id == actor.user,
        Role::Learner => false,
    };
    Ok(found.filter(mine).ok_or(Refusal::NotFound)?)
}

/// Takes one credit from `source` and holds it for the invitation's `epoch`-th time of being pending.
pub(crate) async fn hold(tx: &Tx, author: &Author, invitation: &Held) -> Result<TransactionId> {
    let held = accounts::open(tx, author.organization, Which::Own(AccountKind::Held)).await?;
    let movement = Movement {
        kind: TransactionKind::Hold,
        key: format!("hold:{}:{}", invitation.id, invitation.epoch),
        from: invitation.source,
        to: held,
        ..invitation.movement(author)
    };
    ledger::post(tx, movement).await
}

/// What a hold and its end need to know of an invitation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub id: InvitationId,
    pub course: lectern_contract::CourseId,
    pub source: AccountId,
    pub epoch: i32,
}

impl From<&invitation::Model> for Held {
    fn from(row: &invitation::Model) -> Self {
        Self {
            id: row.id,
            course: row.course_id,
            source: row.source_id,
            epoch: row.epoch,
        }
    }
}

impl Held {
    /// A movement of one credit about this invitation; kind, key and sides are filled in by the caller.
    pub(crate) fn movement<'a>(&self, author: &'a Author) -> Movement<'a> {
        Movement {
            kind: TransactionKind::Release,
            key: String::new(),
            author,
            reason: "",
            from: self.source,
            to: self.source,
            amount: 1,
            course: Some(self.course),
            invitation: Some(self.id),
            registration: None,
            refunds: None,
            order: None,
        }
    }
}

/// Gives the held credit back to where it came from.
pub(crate) async fn release(tx: &Tx, author: &Author, invitation: &Held) -> Result<()> {
    let held = accounts::open(tx, author.organization, Which::Own(AccountKind::Held)).await?;
    let movement = Movement {
        kind: TransactionKind::Release,
        key: format!("release:{}:{}", invitation.id, invitation.epoch),
        from: held,
        to: invitation.source,
        ..invitation.movement(author)
    };
    ledger::post(tx, movement).await.map(drop)
}

/// Locks the accounts that ending these invitations will touch, and `more` that the act will touch after it.
pub(crate) async fn lock_sources(
    tx: &Tx,
    organization: OrganizationId,
    invitations: &[invitation::Model],
    more: impl IntoIterator<Item = AccountId>,
) -> Result<()> {
    if invitations.is_empty() {
        return Ok(());
    }
    let held = accounts::open(tx, organization, Which::Own(AccountKind::Held)).await?;
    let sources = invitations.iter().map(|invitation| invitation.source_id);
    ledger::lock(tx, sources.chain([held]).chain(more)).await
}

/// The hash of the link in an invitation's `sends`-th letter.
pub(crate) fn token_hash(tx: &Tx, id: InvitationId, sends: i32) -> String {
    secrets::hash(&tx.secret().link(LinkPurpose::Invitation, id.0, sends))
}
