//! Buying credits: price and terms, orders, invoices, and what payment providers say (`spec/credits.md`, Payment).
//!
//! Rows are locked in one order: payment, order, a course's managers, the course, price, and accounts last.

pub mod cancel;
pub mod checkout;
pub mod history;
pub mod invoice;
mod land;
pub mod list;
pub mod mark_paid;
mod money_back;
pub mod own;
mod payment;
pub mod place;
pub mod price;
pub mod quote;
pub mod receive;
mod settle;

use lectern_contract::{OrderId, Refusal, Role, money::Money};
use lectern_entities::credit_order;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{actor::Actor, fault::Result, portal::Portal, tx::Tx};

/// An order that the actor may see and act on: an admin every one of the organization, a manager those they placed for a
/// course of theirs.
///
/// # Errors
/// `NotFound`.
async fn find(db: &impl ConnectionTrait, actor: &Actor, id: OrderId) -> Result<credit_order::Model> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let found = credit_order::Entity::find_by_id(id)
        .filter(credit_order::Column::OrganizationId.eq(actor.organization))
        .one(db)
        .await?;
    let mine = |row: &credit_order::Model| {
        actor.role == Role::Admin || (row.buyer_id == actor.user && row.course_id.is_some())
    };
    Ok(found.filter(mine).ok_or(Refusal::NotFound)?)
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

/// Where the buyer looks at the order: an admin among the purchases, a manager among their own.
pub(crate) fn page(portal: &Portal, order: &credit_order::Model) -> String {
    let area = match order.course_id {
        Some(_) => "manager/orders",
        None => "admin/purchases",
    };
    format!("{}/{area}/{}", portal.settings().base_url, order.id)
}
