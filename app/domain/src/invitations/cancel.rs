//! Cancel: the sender or an admin takes a pending invitation back; its credit is free again.

use lectern_contract::{InvitationId, invitations::InvitationState};

use super::{find, leave_pending};
use crate::{actor::Actor, audit, courses, fault::Result, letters, tx::Tx};

/// Cancels a pending invitation and, if asked, tells the invited address.
///
/// # Errors
/// `NotFound` unless it is the actor's; `InvitationIs` any other state.
pub async fn cancel(tx: &Tx, actor: &Actor, id: InvitationId, tell: bool) -> Result<()> {
    let invitation = find(tx, actor, id).await?;
    let author = actor.author();
    leave_pending(tx, &author, &invitation, InvitationState::Canceled).await?;
    if tell {
        let course = courses::find(tx, actor.organization, invitation.course_id).await?;
        letters::invitation_canceled(tx, &invitation, &course).await?;
    }
    audit::note(tx, &author, "invitation.cancel", "invitation", id, ()).await
}
