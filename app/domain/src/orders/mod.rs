//! Buying credits: price and terms, orders, invoices, and what payment providers say (`spec/credits.md`, Payment).
//!
//! Rows are locked in one order: payment, order, price, and accounts last.

pub mod cancel;
pub mod checkout;
pub mod history;
pub mod invoice;
pub mod list;
pub mod mark_paid;
mod money_back;
mod payment;
pub mod place;
pub mod price;
pub mod quote;
pub mod receive;
mod settle;

use lectern_contract::{OrderId, Refusal, Role, money::Money};
use lectern_entities::credit_order;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{actor::Actor, fault::Result, tx::Tx};

/// An order of the admin's organization.
///
/// # Errors
/// `NotFound`.
async fn find(db: &impl ConnectionTrait, actor: &Actor, id: OrderId) -> Result<credit_order::Model> {
    actor.require(Role::Admin)?;
    let found = credit_order::Entity::find_by_id(id)
        .filter(credit_order::Column::OrganizationId.eq(actor.organization))
        .one(db)
        .await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// The same, and nobody else changes it until this transaction ends.
async fn keep(tx: &Tx, id: OrderId) -> Result<credit_order::Model> {
    let found = tx.keep(credit_order::Entity::find_by_id(id)).one(tx).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// An amount in the order's currency.
const fn money(order: &credit_order::Model, minor: i64) -> Money {
    Money::new(minor, order.currency)
}
