//! Decline a claim: the invitation stays with its address.

use lectern_contract::{ClaimId, Role};

use super::{decline_all, find};
use crate::{actor::Actor, courses, fault::Result, invitations, tx::Tx};

/// Declines an open claim, whatever became of its invitation, and tells the claimant.
///
/// # Errors
/// `NotFound` unless the invitation is the actor's; `ClaimIs` answered.
pub async fn decline(tx: &Tx, actor: &Actor, id: ClaimId) -> Result<()> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let claim = find(tx, actor, id).await?;
    let invitation = invitations::find(tx, actor, claim.invitation_id).await?;
    let course = courses::find(tx, actor.organization, invitation.course_id).await?;
    decline_all(tx, &actor.author(), vec![claim], &course).await
}
