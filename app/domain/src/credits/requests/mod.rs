//! Requests of managers for credits (`spec/credits.md` 3). One file per act; the change of state decides ties.

pub mod approve;
pub mod ask;
mod close;
pub mod decline;
pub mod list;
pub mod withdraw;

pub use approve::approve;
pub use ask::ask;
pub(crate) use close::withdraw_all;
pub use decline::decline;
pub use withdraw::withdraw;

use lectern_contract::{OrganizationId, Refusal, RequestId, requests::RequestState};
use lectern_entities::credit_request;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{actor::Author, fault::Result, tx::Tx};

/// A request of the organization.
///
/// # Errors
/// `NotFound`.
async fn find(db: &impl ConnectionTrait, organization: OrganizationId, id: RequestId) -> Result<credit_request::Model> {
    let row = credit_request::Entity::find_by_id(id)
        .filter(credit_request::Column::OrganizationId.eq(organization))
        .one(db)
        .await?;
    Ok(row.ok_or(Refusal::NotFound)?)
}

/// What became of a request.
struct Decision<'a> {
    state: RequestState,
    /// Credits assigned.
    assigned: Option<i64>,
    /// The admin's words.
    answer: &'a str,
}

/// Leaves the state open: this statement decides between two admins, and between them and a withdrawal.
///
/// # Errors
/// `RequestIs` the state that was quicker.
async fn decide(tx: &Tx, author: &Author, id: RequestId, decision: Decision<'_>) -> Result<credit_request::Model> {
    let changed = credit_request::Entity::update_many()
        .col_expr(credit_request::Column::State, Expr::value(decision.state))
        .col_expr(credit_request::Column::Assigned, Expr::value(decision.assigned))
        .col_expr(credit_request::Column::Answer, Expr::value(decision.answer))
        .col_expr(credit_request::Column::DecidedBy, Expr::value(author.user))
        .col_expr(credit_request::Column::DecidedAt, Expr::value(tx.now()))
        .col_expr(credit_request::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(credit_request::Column::Id.eq(id))
        .filter(credit_request::Column::OrganizationId.eq(author.organization))
        .filter(credit_request::Column::State.eq(RequestState::Open))
        .exec(tx)
        .await?;
    let row = find(tx, author.organization, id).await?;
    if changed.rows_affected == 1 {
        Ok(row)
    } else {
        Err(Refusal::RequestIs(row.state).into())
    }
}
