//! An order is called off before it was paid.

use lectern_contract::{
    OrderId, Refusal,
    orders::{OrderEventKind, OrderState},
    refusal::OrderProblem,
};
use lectern_entities::credit_order;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{
    find,
    history::{self, Line},
    keep,
};
use crate::{
    actor::{Actor, Author},
    audit,
    fault::Result,
    tx::Tx,
};

/// Cancels an order that waits for payment. Its number, and its invoice's, stay taken: numbers have no gaps.
///
/// # Errors
/// `NotFound` unless an admin of the organization asks; `Is` unless it waits for payment.
pub async fn cancel(tx: &Tx, actor: &Actor, order: OrderId) -> Result<()> {
    find(tx, actor, order).await?;
    let order = keep(tx, order).await?;
    if order.state != OrderState::Open {
        return Err(Refusal::Order(OrderProblem::Is(order.state)).into());
    }
    let author = actor.author();
    end(
        tx,
        &author,
        &order,
        OrderState::Canceled,
        Line::of(OrderEventKind::Canceled),
    )
    .await?;
    let both = (
        json!({ "state": order.state }),
        json!({ "state": OrderState::Canceled, "number": order.number }),
    );
    audit::change(tx, &author, "order.cancel", "order", order.id, both).await
}

/// Ends an open order without a payment; its row is locked.
///
/// # Errors
/// The database's own.
pub(super) async fn end(
    tx: &Tx,
    author: &Author,
    order: &credit_order::Model,
    state: OrderState,
    line: Line<'_>,
) -> Result<()> {
    credit_order::Entity::update_many()
        .col_expr(credit_order::Column::State, Expr::value(state))
        .col_expr(credit_order::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(credit_order::Column::Id.eq(order.id))
        .exec(tx)
        .await?;
    history::write(tx, author, order, line).await
}
