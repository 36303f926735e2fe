//! Cancel: the sender or an admin takes a pending invitation back; its credit is free again.

use lectern_contract::{InvitationId, Role, invitations::InvitationState};

use super::{
    find,
    leave::{leave_pending, left},
};
use crate::{actor::Actor, audit, courses, fault::Result, letters, once::once, tx::Tx};

/// Cancels a pending invitation and, if asked, tells the invited address. One whose time is over cannot be canceled any
/// more, though nobody swept: it reads as expired everywhere, and will expire.
///
/// # Errors
/// `NotFound` unless it is the actor's; `InvitationIs` any other state.
pub async fn cancel(tx: &Tx, actor: &Actor, id: InvitationId, tell: bool) -> Result<()> {
    find(tx, actor, id).await?;
    let author = actor.author();
    let row = leave_pending(tx, &author, id, InvitationState::Canceled).await?;
    if tell {
        let course = courses::find(tx, actor.organization, row.course_id).await?;
        letters::invitation_canceled(tx, &row, &course).await?;
    }
    audit::change(tx, &author, "invitation.cancel", "invitation", id, left(row.state)).await
}

/// The same once for each idempotency key, for programs: they repeat a call whose answer they did not hear.
///
/// # Errors
/// As [`cancel`]; `KeyReused`.
pub async fn cancel_once(tx: &Tx, actor: &Actor, key: &str, id: InvitationId, tell: bool) -> Result<()> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let work = cancel(tx, actor, id, tell);
    Box::pin(once(tx, actor, key, "invitation.cancel", (id, tell), work)).await
}
