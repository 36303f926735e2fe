//! An admin asks for a proof now, beside those of the nights.

use lectern_contract::{ProofId, Refusal, Role, proofs::ProofState};
use lectern_entities::proof;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::run;
use crate::{actor::Actor, audit, fault::Result, tx::Tx};

/// Begins a proof; the job takes its steps.
///
/// # Errors
/// `NotFound` unless the actor is an admin; `ProofRunning` while one runs already.
pub async fn ask(tx: &Tx, actor: &Actor) -> Result<()> {
    actor.require(Role::Admin)?;
    let running = proof::Entity::find()
        .filter(proof::Column::OrganizationId.eq(actor.organization))
        .filter(proof::Column::State.eq(ProofState::Running))
        .one(tx)
        .await?;
    if running.is_some() {
        return Err(Refusal::ProofRunning.into());
    }
    let id: ProofId = tx.new_id();
    run::start(tx, actor.organization, format!("asked {id}")).await?;
    audit::note(tx, &actor.author(), "proof.ask", "organization", actor.organization, ()).await
}
