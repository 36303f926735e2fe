//! No more reminders: the sender's word for one invitation, which they may take back, and the invited person's.

use lectern_contract::{
    InvitationId, Refusal,
    invitations::{InvitationState, RemindersOff},
    refusal::InvitationProblem,
};
use lectern_entities::invitation;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::super::{find, link};
use crate::{
    actor::{Actor, Author},
    audit,
    fault::Result,
    portal::Portal,
    tx::Tx,
};

/// ⋮ *Stop reminders* of a pending invitation. Where they are stopped already, nothing changes.
///
/// # Errors
/// `NotFound` unless it is the actor's; `InvitationIs` any other state.
pub async fn stop(tx: &Tx, actor: &Actor, id: InvitationId) -> Result<()> {
    let row = find(tx, actor, id).await?;
    silence(tx, &actor.author(), &row, RemindersOff::Sender).await
}

/// Takes the sender's word back: the reminders that are still to come are sent.
///
/// # Errors
/// `NotFound` unless it is the actor's; `InvitationIs` any other state than pending; `RecipientStopped`.
pub async fn resume(tx: &Tx, actor: &Actor, id: InvitationId) -> Result<()> {
    let row = find(tx, actor, id).await?;
    require_pending(&row)?;
    let changed = invitation::Entity::update_many()
        .col_expr(invitation::Column::RemindersOff, Expr::value(None::<RemindersOff>))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::RemindersOff.eq(RemindersOff::Sender))
        .exec(tx)
        .await?;
    if changed.rows_affected == 1 {
        let both = (
            json!({ "stopped_by": RemindersOff::Sender }),
            json!({ "stopped_by": null }),
        );
        return audit::change(
            tx,
            &actor.author(),
            "invitation.resume_reminders",
            "invitation",
            id,
            both,
        )
        .await;
    }
    match row.reminders_off {
        Some(RemindersOff::Recipient) => Err(Refusal::Invitation(InvitationProblem::RecipientStopped).into()),
        _ => Ok(()),
    }
}

/// The invited person's word, by the link of any letter that went to the address. A later letter has the same effect.
///
/// # Errors
/// `NotFound` for no link of ours; `LinkReplaced` where the invitation was moved to another address; `InvitationIs` any
/// other state than pending.
pub async fn stop_by_link(tx: &Tx, token: &str, source: &str) -> Result<()> {
    let found = link::any(tx, token).await?.ok_or(Refusal::NotFound)?;
    if !found.same_address {
        return Err(Refusal::LinkReplaced.into());
    }
    let row = found.invitation;
    if row.state == InvitationState::Pending && row.expires_at <= tx.now() {
        return Err(Refusal::InvitationIs(InvitationState::Expired).into());
    }
    let author = Author::link(row.organization_id, None, source);
    silence(tx, &author, &row, RemindersOff::Recipient).await
}

/// Whether this link can stop reminders. Changes nothing (mail scanners open links).
///
/// # Errors
/// The database's own.
pub async fn may_stop(portal: &Portal, token: &str) -> Result<bool> {
    let found = link::any(portal.reader(), token).await?;
    Ok(found.is_some_and(|found| {
        let row = found.invitation;
        found.same_address && row.state == InvitationState::Pending && row.expires_at > portal.now()
    }))
}

async fn silence(tx: &Tx, author: &Author, row: &invitation::Model, by: RemindersOff) -> Result<()> {
    require_pending(row)?;
    // The invited person's word stands above the sender's.
    let open = match by {
        RemindersOff::Sender => invitation::Column::RemindersOff.is_null(),
        RemindersOff::Recipient => invitation::Column::RemindersOff
            .is_null()
            .or(invitation::Column::RemindersOff.eq(RemindersOff::Sender)),
    };
    let changed = invitation::Entity::update_many()
        .col_expr(invitation::Column::RemindersOff, Expr::value(Some(by)))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::Id.eq(row.id))
        .filter(open)
        .exec(tx)
        .await?;
    if changed.rows_affected == 0 {
        return Ok(());
    }
    let both = (json!({ "stopped_by": row.reminders_off }), json!({ "stopped_by": by }));
    audit::change(tx, author, "invitation.stop_reminders", "invitation", row.id, both).await
}

fn require_pending(row: &invitation::Model) -> Result<()> {
    match row.state {
        InvitationState::Pending => Ok(()),
        state => Err(Refusal::InvitationIs(state).into()),
    }
}
