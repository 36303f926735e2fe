//! Claims: an invitation is bound to its address; who wants to accept it with another asks its sender
//! (`spec/credits.md`). An approval moves the invitation to the claimed address, with a new link that goes there: so
//! the acceptance proves that address as any other does, and the credit that is held stays where it is.

mod approve;
mod ask;
mod decline;
pub(super) mod list;

pub use approve::approve;
pub use ask::{Claimant, ask};
pub use decline::decline;
pub use list::open;

use lectern_contract::{ClaimId, Refusal, claims::ClaimState, refusal::InvitationProblem};
use lectern_entities::{claim, course};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use crate::{
    actor::{Actor, Author},
    audit,
    fault::Result,
    letters,
    tx::Tx,
};

/// A claim of the actor's organization; whose it is, its invitation says.
async fn find(tx: &Tx, actor: &Actor, id: ClaimId) -> Result<claim::Model> {
    let found = claim::Entity::find_by_id(id).filter(claim::Column::OrganizationId.eq(actor.organization));
    Ok(found.one(tx).await?.ok_or(Refusal::NotFound)?)
}

/// Ends an open claim: one statement decides between two who answer it.
///
/// # Errors
/// `ClaimIs` what it is by now.
async fn end(tx: &Tx, author: &Author, id: ClaimId, state: ClaimState) -> Result<claim::Model> {
    let changed = claim::Entity::update_many()
        .col_expr(claim::Column::State, Expr::value(state))
        .col_expr(claim::Column::DecidedBy, Expr::value(author.user))
        .col_expr(claim::Column::DecidedAt, Expr::value(Some(tx.now())))
        .col_expr(claim::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(claim::Column::Id.eq(id))
        .filter(claim::Column::State.eq(ClaimState::Open))
        .exec_with_returning(tx)
        .await?;
    if let Some(row) = changed.into_iter().next() {
        return Ok(row);
    }
    let row = claim::Entity::find_by_id(id).one(tx).await?.ok_or(Refusal::NotFound)?;
    Err(Refusal::Invitation(InvitationProblem::ClaimIs(row.state)).into())
}

/// Declines what is open of these claims and tells each claimant.
async fn decline_all(tx: &Tx, author: &Author, claims: Vec<claim::Model>, course: &course::Model) -> Result<()> {
    for row in claims {
        let row = end(tx, author, row.id, ClaimState::Declined).await?;
        letters::claim_declined(tx, &row, course).await?;
        let both = (json!({ "state": ClaimState::Open }), json!({ "state": row.state }));
        audit::change(tx, author, "claim.decline", "claim", row.id, both).await?;
    }
    Ok(())
}

/// The open claims of an invitation but for one, kept from others until this transaction ends.
async fn others(tx: &Tx, row: &claim::Model) -> Result<Vec<claim::Model>> {
    let open = claim::Entity::find()
        .filter(claim::Column::InvitationId.eq(row.invitation_id))
        .filter(claim::Column::State.eq(ClaimState::Open))
        .filter(claim::Column::Id.ne(row.id))
        .order_by_asc(claim::Column::Id);
    Ok(tx.keep(open).all(tx).await?)
}
