//! Decline: the invited person says no, through the link alone.

use lectern_contract::{Refusal, invitations::InvitationState};

use super::{leave_pending, link, responsible};
use crate::{actor::Author, audit, courses, fault::Result, letters, tx::Tx};

/// Declines the invitation of this link; its credit is free again and the sender is told.
///
/// # Errors
/// `NotFound`, `LinkReplaced`, `InvitationIs` any other state than pending.
pub async fn decline(tx: &Tx, token: &str, source: &str) -> Result<()> {
    let invitation = link::open(tx, token).await?;
    if invitation.expires_at <= tx.now() {
        return Err(Refusal::InvitationIs(InvitationState::Expired).into());
    }
    let author = Author::link(invitation.organization_id, None, source);
    leave_pending(tx, &author, &invitation, InvitationState::Declined).await?;
    let course = courses::find(tx, invitation.organization_id, invitation.course_id).await?;
    for reader in responsible(tx, &invitation).await? {
        letters::invitation_declined(tx, &reader, &invitation.email, &course).await?;
    }
    audit::note(tx, &author, "invitation.decline", "invitation", invitation.id, ()).await
}
