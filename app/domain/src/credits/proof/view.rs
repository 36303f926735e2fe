//! The proofs as admins see them.

use lectern_contract::{
    Role,
    proofs::{ProofRun, ProofState},
};
use lectern_entities::proof;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::{
    actor::Actor,
    fault::{Error, Result},
};

/// Proofs shown.
const SHOWN: u64 = 30;

/// The last proofs, newest first.
///
/// # Errors
/// `NotFound` unless the actor is an admin.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<ProofRun>> {
    actor.require(Role::Admin)?;
    let rows = own(actor).limit(SHOWN).all(db).await?;
    rows.into_iter().map(run).collect()
}

/// The last proof that ended, if it found the ledger broken.
///
/// # Errors
/// `NotFound` unless the actor is an admin.
pub async fn alarm(db: &impl ConnectionTrait, actor: &Actor) -> Result<Option<ProofRun>> {
    actor.require(Role::Admin)?;
    let last = own(actor).filter(proof::Column::State.ne(ProofState::Running));
    let last = last.one(db).await?;
    let broken = last.filter(|row| row.state == ProofState::Broken);
    broken.map(run).transpose()
}

fn own(actor: &Actor) -> Select<proof::Entity> {
    proof::Entity::find()
        .filter(proof::Column::OrganizationId.eq(actor.organization))
        .order_by_desc(proof::Column::Id)
}

fn run(row: proof::Model) -> Result<ProofRun> {
    let first_break = row.first_break.map(serde_json::from_value).transpose();
    Ok(ProofRun {
        began: row.created_at,
        ended: row.ended_at,
        state: row.state,
        links: row.number,
        hash: row.hash,
        figures: serde_json::from_value(row.figures).map_err(Error::fault)?,
        first_break: first_break.map_err(Error::fault)?,
    })
}
