//! Leaving the state pending without an acceptance: canceled, declined or expired, and the credit is free again
//! (`spec/credits.md`, the state machine).

use lectern_contract::{InvitationId, Refusal, invitations::InvitationState};
use lectern_entities::invitation;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use super::{Held, expire, link, release};
use crate::{
    actor::Author,
    audit,
    fault::Result,
    hooks::{self, Event},
    tx::Tx,
};

/// Leaves the state pending: one statement decides the race, by the state and by the clock, for what is over has
/// expired, whoever comes to cancel it. Then the credit returns to where the row says at that moment, for it may have
/// been handed over since it was read. Answers the row as it is now.
///
/// # Errors
/// `InvitationIs` the state that was quicker, or expired.
pub(super) async fn leave_pending(
    tx: &Tx,
    author: &Author,
    id: InvitationId,
    state: InvitationState,
) -> Result<invitation::Model> {
    if let Some(row) = close(tx, id, state, Condition::all()).await? {
        give_back(tx, author, &row).await?;
        return Ok(row);
    }
    let row = invitation::Entity::find_by_id(id).one(tx).await?;
    let row = row.ok_or(Refusal::NotFound)?;
    link::require_in_time(&row, tx.now())?;
    Err(Refusal::InvitationIs(row.state).into())
}

/// What the audit log says of an invitation that left the state pending for this one.
pub(super) fn left(state: InvitationState) -> (Value, Value) {
    (json!({ "state": InvitationState::Pending }), json!({ "state": state }))
}

/// The same by a link, while it is the newest.
///
/// # Errors
/// As [`leave_pending`]; `LinkReplaced` where a newer letter has another link since `seen` was read.
pub(super) async fn leave_by_link(
    tx: &Tx,
    author: &Author,
    seen: &invitation::Model,
    state: InvitationState,
) -> Result<invitation::Model> {
    let same_link = Condition::all().add(invitation::Column::TokenHash.eq(&seen.token_hash));
    if let Some(row) = close(tx, seen.id, state, same_link).await? {
        give_back(tx, author, &row).await?;
        return Ok(row);
    }
    let now = link::open_again(tx, seen).await?;
    link::require_in_time(&now, tx.now())?;
    Err(Refusal::LinkReplaced.into())
}

/// Cancels pending invitations whose rows and accounts the caller has locked. Those whose time is over expire instead,
/// and are told as the sweeper's are. Answers the canceled ones.
///
/// # Errors
/// The database's own.
pub(crate) async fn cancel_all(
    tx: &Tx,
    author: &Author,
    pending: Vec<invitation::Model>,
) -> Result<Vec<invitation::Model>> {
    let (over, open): (Vec<_>, Vec<_>) = pending.into_iter().partition(|row| row.expires_at <= tx.now());
    expire::end(tx, over).await?;
    for row in &open {
        let ended = leave_pending(tx, author, row.id, InvitationState::Canceled).await?;
        audit::change(tx, author, "invitation.cancel", "invitation", row.id, left(ended.state)).await?;
    }
    Ok(open)
}

/// Ends it where it is pending and the clock agrees: an expiry comes after its end, everything else before. No account is
/// touched: [`give_back`] must follow in the same transaction.
pub(super) async fn close(
    tx: &Tx,
    id: InvitationId,
    state: InvitationState,
    more: Condition,
) -> Result<Option<invitation::Model>> {
    let expires = state == InvitationState::Expired;
    let clock = match expires {
        true => invitation::Column::ExpiresAt.lte(tx.now()),
        false => invitation::Column::ExpiresAt.gt(tx.now()),
    };
    let changed = invitation::Entity::update_many()
        .col_expr(invitation::Column::State, Expr::value(state))
        .col_expr(invitation::Column::DecidedAt, Expr::value(tx.now()))
        .col_expr(invitation::Column::DigestDue, Expr::value(expires))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(clock)
        .filter(more)
        .exec_with_returning(tx)
        .await?;
    Ok(changed.into_iter().next())
}

/// The credit of an invitation that [`close`] ended is free again, and who wants to be told of its end is told.
pub(super) async fn give_back(tx: &Tx, author: &Author, ended: &invitation::Model) -> Result<()> {
    release(tx, author, &Held::from(ended)).await?;
    hooks::emit(tx, Event::invitation(ended)).await
}
