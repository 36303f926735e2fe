//! An admin says that an invoice was paid.

use lectern_contract::{
    OrderId, Refusal, Role,
    orders::{OrderState, Provider},
    refusal::OrderProblem,
};

use super::{
    find, keep, money, payment,
    settle::{self, Paid},
};
use crate::{actor::Actor, fault::Result, once::once, tx::Tx};

/// Marks an order that is paid by invoice as paid; its credits come into the pool. Answers how many.
///
/// # Errors
/// `NotFound` unless an admin of the organization asks; `AtProvider` for orders that a provider takes the money of;
/// `Is` unless it waits for payment; `KeyReused`.
pub async fn mark_paid(tx: &Tx, actor: &Actor, key: &str, order: OrderId) -> Result<i64> {
    actor.require(Role::Admin)?;
    Box::pin(once(tx, actor, key, "order.mark_paid", order, async {
        if find(tx, actor, order).await?.provider != Provider::Invoice {
            return Err(Refusal::Order(OrderProblem::AtProvider).into());
        }
        let reference = order.to_string();
        payment::keep(tx, Provider::Invoice, &reference).await?; // Payments are locked before orders, everywhere.
        let order = keep(tx, order).await?;
        if order.state != OrderState::Open {
            return Err(Refusal::Order(OrderProblem::Is(order.state)).into());
        }
        let paid = Paid {
            order: order.id,
            provider: Provider::Invoice,
            reference: &reference,
            money: money(&order, order.total_minor),
            cause: &reference,
        };
        settle::settle(tx, &actor.author(), paid).await?;
        Ok(order.quantity)
    }))
    .await
}
