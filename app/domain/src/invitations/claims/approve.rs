//! Approve: the invitation is for the claimed address from here on.

use chrono::{DateTime, Utc};
use lectern_contract::{
    ClaimId, Refusal, Role,
    claims::ClaimState,
    invitations::{InvitationState, RemindersOff},
    refusal::InvitationProblem,
};
use lectern_entities::{claim, course, invitation};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{decline_all, end, find, others};
use crate::{
    accounts::users,
    actor::Actor,
    audit, courses,
    fault::{Error, Result, is_taken},
    invitations::{self, expire, link, remind::plan, send, token_hash},
    letters,
    once::once,
    tx::Tx,
};

/// Approves a claim: the pending invitation moves to the claimed address, its old link is replaced, and a letter with
/// the new one goes there. Its end stays as it was, and so does its held credit. Other claims of it are declined. It is
/// no re-invite and does not count as one, but the next re-invite waits a minute from here.
///
/// # Errors
/// `NotFound` unless the invitation is the actor's; `CourseNotLive`; `InvitationIs` any other state than pending;
/// `ClaimIs` answered; `SameAddress`; `Addresses` where the claimed address is invited, enrolled or suspended by now;
/// `KeyReused`.
pub async fn approve(tx: &Tx, actor: &Actor, key: &str, id: ClaimId) -> Result<()> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    Box::pin(once(tx, actor, key, "claim.approve", id, work(tx, actor, id))).await
}

async fn work(tx: &Tx, actor: &Actor, id: ClaimId) -> Result<()> {
    let claim = find(tx, actor, id).await?;
    let seen = invitations::find(tx, actor, claim.invitation_id).await?;
    let course = courses::live(tx, actor.organization, seen.course_id).await?;
    let same = invitation::Entity::find_by_id(seen.id);
    let row = tx.keep(same).one(tx).await?.ok_or(Refusal::NotFound)?;
    if claim.state != ClaimState::Open {
        return Err(Refusal::Invitation(InvitationProblem::ClaimIs(claim.state)).into());
    }
    link::require_in_time(&row, tx.now())?;
    if claim.email_key == row.email_key {
        return Err(Refusal::Invitation(InvitationProblem::SameAddress).into());
    }
    let over = send::require_free(tx, actor, course.id, &claim.email).await?;
    let claim = end(tx, &actor.author(), id, ClaimState::Approved).await?;
    let moved = turn(tx, &row, &claim).await?;
    invitations::lock_sources(tx, actor.organization, &over, std::iter::empty()).await?;
    expire::give_back(tx, &over).await?;
    tell(tx, actor, &claim, &moved, &course).await?;
    let rest = others(tx, &claim).await?;
    decline_all(tx, &actor.author(), rest, &course).await
}

/// Moves the invitation to the claimed address. The statement decides against whoever is quicker with the old link.
async fn turn(tx: &Tx, row: &invitation::Model, claim: &claim::Model) -> Result<invitation::Model> {
    let sends = row.sends + 1;
    let moved = invitation::Entity::update_many()
        .col_expr(invitation::Column::Email, Expr::value(&claim.email))
        .col_expr(invitation::Column::EmailKey, Expr::value(&claim.email_key))
        .col_expr(
            invitation::Column::TokenHash,
            Expr::value(token_hash(tx, row.id, sends)),
        )
        .col_expr(invitation::Column::Sends, Expr::value(sends))
        .col_expr(invitation::Column::Undeliverable, Expr::value(false))
        .col_expr(invitation::Column::LastSentAt, Expr::value(tx.now()))
        .col_expr(
            invitation::Column::RemindAt,
            Expr::value(plan::next(tx.now(), row.expires_at, tx.now())),
        )
        .col_expr(invitation::Column::RemindedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(invitation::Column::RemindersOff, Expr::value(None::<RemindersOff>))
        .col_expr(invitation::Column::DisownedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::Id.eq(row.id))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::TokenHash.eq(&row.token_hash))
        .filter(invitation::Column::ExpiresAt.gt(tx.now()))
        .exec_with_returning(tx)
        .await
        .map_err(|error| match is_taken(&error) {
            // Somebody invited the claimed address at this moment; the next try says who.
            true => Refusal::Busy.into(),
            false => Error::from(error),
        })?;
    let moved = moved.into_iter().next();
    moved.ok_or_else(|| Refusal::InvitationIs(InvitationState::Expired).into())
}

async fn tell(
    tx: &Tx,
    actor: &Actor,
    claim: &claim::Model,
    row: &invitation::Model,
    course: &course::Model,
) -> Result<()> {
    let sender = users::find(tx, actor.organization, row.sender_id).await?;
    letters::claim_approved(tx, row, course, &sender).await?;
    let both = (
        json!({ "email": claim.invited, "claim": ClaimState::Open }),
        json!({ "email": claim.email, "claim": claim.state }),
    );
    audit::change(tx, &actor.author(), "claim.approve", "invitation", row.id, both).await
}
