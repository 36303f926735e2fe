//! Re-invite: a new letter with a new link and a new expiry; a credit is held anew where none was.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    InvitationId, Refusal, Role, UserId, invitations::InvitationState, limits, refusal::InvitationProblem,
};
use lectern_entities::invitation;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{expiry, find, hand_over::take_on, purse, remind::plan, send, token_hash};
use crate::{
    accounts::users,
    actor::Actor,
    audit,
    courses::{self, able},
    fault::{Error, Result, is_taken},
    hooks::{self, Event},
    letters,
    once::once,
    tx::Tx,
};

/// The least time between two letters of one invitation.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
/// What a new sending forgets of the one before.
const NEVER: Option<DateTime<Utc>> = None;

/// Sends an invitation again (`spec/credits.md`, state machine: re-invite). Where its sender cannot invite to the
/// course any more, the admin who sends it again is its sender from here on: they are told what becomes of it, and
/// watch who accepts.
///
/// # Errors
/// `NotFound` unless it is the actor's; `CourseNotLive`; `InvitationIs` accepted; `ReInviteLimit`, `TooSoon`;
/// `NotEnoughCredits` where it must hold a credit anew; `Addresses` where the address was invited or enrolled
/// meanwhile; `KeyReused`.
pub async fn re_invite(tx: &Tx, actor: &Actor, key: &str, id: InvitationId) -> Result<()> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    Box::pin(once(tx, actor, key, "invitation.re_invite", id, again(tx, actor, id))).await
}

fn too_soon() -> Error {
    Refusal::Invitation(InvitationProblem::TooSoon).into()
}

async fn again(tx: &Tx, actor: &Actor, id: InvitationId) -> Result<()> {
    let mut row = find(tx, actor, id).await?;
    let gone = gone(tx, actor, &row).await?;
    // What a batch sent must not read as if it had named the new end. Letters are locked before their invitations.
    letters::batch::keep_as_sent(tx, id).await?;
    let course = courses::live(tx, actor.organization, row.course_id).await?;
    // It may have been handed over or ended since it was read: what is written below builds on this row.
    let same = invitation::Entity::find_by_id(row.id);
    row = tx.keep(same).one(tx).await?.ok_or(Refusal::NotFound)?;
    let (author, former) = (actor.author(), row.sender_id);
    if !row.state.may_re_invite() {
        return Err(Refusal::InvitationIs(row.state).into());
    }
    if row.re_invites >= limits::RE_INVITES {
        return Err(Refusal::ReInviteLimit.into());
    }
    if tx.now() < row.last_sent_at + PAUSE {
        return Err(too_soon());
    }
    let (was, pending) = (row.state, row.state == InvitationState::Pending);
    if gone == Some(row.sender_id) {
        take_on(tx, actor, &mut row).await?;
    }
    let mut over = vec![];
    if !pending {
        over = send::require_free(tx, actor, course.id, &row.email).await?;
        row.epoch += 1;
        [row.source_id, _] = purse::accounts(tx, actor, course.id).await?;
    }
    let before = json!({ "state": was, "expires_at": row.expires_at, "sender_id": former });
    row.sends += 1;
    row.expires_at = expiry(tx, actor.organization).await?;
    if !renew(tx, &row, was).await? {
        return Err(too_soon()); // Somebody else was quicker.
    }
    if !pending {
        purse::hold_all(tx, actor, course.id, &over, std::slice::from_mut(&mut row)).await?;
    }
    let sender = users::find(tx, actor.organization, row.sender_id).await?;
    letters::invitation(tx, &row, &course, &sender).await?;
    row.state = InvitationState::Pending;
    hooks::emit(tx, Event::invitation(&row)).await?;
    let after = json!({ "state": row.state, "expires_at": row.expires_at, "sender_id": row.sender_id });
    audit::change(
        tx,
        &author,
        "invitation.re_invite",
        "invitation",
        row.id,
        (before, after),
    )
    .await
}

/// Makes it pending with a new link and a new end; says whether nobody was quicker. One statement decides it.
async fn renew(tx: &Tx, row: &invitation::Model, was: InvitationState) -> Result<bool> {
    let changed = invitation::Entity::update_many()
        .col_expr(invitation::Column::State, Expr::value(InvitationState::Pending))
        .col_expr(
            invitation::Column::TokenHash,
            Expr::value(token_hash(tx, row.id, row.sends)),
        )
        .col_expr(invitation::Column::Sends, Expr::value(row.sends))
        .col_expr(invitation::Column::ReInvites, Expr::value(row.re_invites + 1))
        .col_expr(invitation::Column::Epoch, Expr::value(row.epoch))
        .col_expr(invitation::Column::SenderId, Expr::value(row.sender_id))
        .col_expr(invitation::Column::SourceId, Expr::value(row.source_id))
        .col_expr(invitation::Column::Undeliverable, Expr::value(false))
        .col_expr(invitation::Column::LastSentAt, Expr::value(tx.now()))
        .col_expr(invitation::Column::ExpiresAt, Expr::value(row.expires_at))
        .col_expr(
            invitation::Column::RemindAt,
            Expr::value(plan::next(tx.now(), row.expires_at, tx.now())),
        )
        .col_expr(invitation::Column::RemindedAt, Expr::value(NEVER))
        .col_expr(invitation::Column::DisownedAt, Expr::value(NEVER))
        .col_expr(invitation::Column::DigestDue, Expr::value(false))
        .col_expr(invitation::Column::DecidedAt, Expr::value(NEVER))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(
            Condition::all()
                .add(invitation::Column::Id.eq(row.id))
                .add(invitation::Column::State.eq(was))
                .add(invitation::Column::ReInvites.eq(row.re_invites)),
        )
        .exec(tx)
        .await
        .map_err(|error| {
            if is_taken(&error) {
                Refusal::Busy.into()
            } else {
                Error::from(error)
            }
        })?;
    Ok(changed.rows_affected > 0)
}

/// The sender, where they cannot invite to the course any more. Who can is not taken off it before this transaction
/// ends.
async fn gone(tx: &Tx, actor: &Actor, row: &invitation::Model) -> Result<Option<UserId>> {
    if actor.user == row.sender_id {
        return Ok(None);
    }
    let sender = users::find(tx, actor.organization, row.sender_id).await?;
    let stays = able::keeps_inviting(tx, row.course_id, &sender).await?;
    Ok((!stays).then_some(sender.id))
}
