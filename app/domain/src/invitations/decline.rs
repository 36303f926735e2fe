//! Decline: the invited person says no, through the link alone.

use lectern_contract::invitations::InvitationState;

use super::{
    leave::{leave_by_link, left},
    link, responsible,
};
use crate::{actor::Author, audit, courses, fault::Result, letters, tx::Tx};

/// Declines the invitation of this link; its credit is free again and the sender is told, or who stands in for them.
///
/// # Errors
/// `NotFound`, `LinkReplaced`, `InvitationIs` any other state than pending.
pub async fn decline(tx: &Tx, token: &str, source: &str) -> Result<()> {
    let seen = link::open(tx, token).await?;
    let author = Author::link(seen.organization_id, None, source);
    let row = leave_by_link(tx, &author, &seen, InvitationState::Declined).await?;
    let course = courses::find(tx, row.organization_id, row.course_id).await?;
    for reader in responsible(tx, &row).await? {
        letters::invitation_declined(tx, &reader, &row.email, &course).await?;
    }
    let both = left(row.state);
    audit::change(tx, &author, "invitation.decline", "invitation", row.id, both).await
}
