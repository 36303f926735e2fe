//! Money came: the order is paid and its credits are granted, once (`spec/credits.md`, Ledger: purchase).

use lectern_contract::{
    OrderId, PaymentId,
    credits::{AccountKind, TransactionKind},
    money::Money,
    orders::{OrderEventKind, OrderState, Provider},
};
use lectern_entities::credit_order;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use super::{
    history::{self, Line},
    invoice, keep, land, money, money_back, payment,
};
use crate::{
    accounts::users,
    actor::Author,
    audit,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
    },
    fault::Result,
    letters,
    tx::Tx,
};

/// Word of a payment that was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paid<'a> {
    pub order: OrderId,
    pub provider: Provider,
    /// The provider's name for the payment.
    pub reference: &'a str,
    pub money: Money,
    /// What brought the word; names the movements that follow from it.
    pub cause: &'a str,
}

/// Settles the order. Money that comes after an order was canceled or expired counts: it was taken, so the credits
/// are given. A second word of the same payment changes nothing; a second payment, or one of another amount, stands
/// in the history for an admin to look at.
///
/// # Errors
/// The database's own.
pub(super) async fn settle(tx: &Tx, author: &Author, paid: Paid<'_>) -> Result<()> {
    let payment = payment::keep(tx, paid.provider, paid.reference).await?;
    let mut order = keep(tx, paid.order).await?;
    if payment.order_id.is_some() || order.provider != paid.provider {
        return Ok(());
    }
    let line = |kind| Line::of(kind).reference(paid.reference).money(paid.money.minor);
    if paid.money != money(&order, order.total_minor) {
        return history::write(tx, author, &order, line(OrderEventKind::Mismatch)).await;
    }
    payment::bind(tx, payment.id, order.organization_id, order.id).await?;
    if order.payment_id.is_some() {
        return history::write(tx, author, &order, line(OrderEventKind::PaidTwice)).await;
    }
    let was = json!({ "state": order.state });
    let aim = land::aim(tx, &order).await?;
    mark(tx, &mut order, payment.id).await?;
    invoice::issue(tx, &order).await?;
    land::lock(tx, &order, aim).await?;
    grant(tx, author, &order).await?;
    let order = land::pass_on(tx, author, order, aim).await?;
    let credits = line(OrderEventKind::Paid).credits(order.quantity);
    history::write(tx, author, &order, credits).await?;
    let both = (was, in_words(&order, paid));
    audit::change(tx, author, "order.paid", "order", order.id, both).await?;
    let buyer = users::find(tx, order.organization_id, order.buyer_id).await?;
    letters::order_paid(tx, &buyer, &order).await?;
    money_back::replay(tx, author, order, payment.id, paid.cause).await
}

/// What the audit log says of a paid order. The reference of an invoice is the order itself.
fn in_words(order: &credit_order::Model, paid: Paid<'_>) -> Value {
    let payment = (paid.provider != Provider::Invoice).then_some(paid.reference);
    json!({
        "state": order.state, "number": order.number, "credits": order.quantity, "payment": payment,
        "landed": order.landed,
    })
}

async fn mark(tx: &Tx, order: &mut credit_order::Model, payment: PaymentId) -> Result<()> {
    credit_order::Entity::update_many()
        .col_expr(credit_order::Column::State, Expr::value(OrderState::Paid))
        .col_expr(credit_order::Column::PaymentId, Expr::value(payment))
        .col_expr(credit_order::Column::PaidAt, Expr::value(tx.now()))
        .col_expr(credit_order::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(credit_order::Column::Id.eq(order.id))
        .exec(tx)
        .await?;
    order.state = OrderState::Paid;
    order.payment_id = Some(payment);
    order.paid_at = Some(tx.now());
    Ok(())
}

async fn grant(tx: &Tx, author: &Author, order: &credit_order::Model) -> Result<()> {
    let organization = order.organization_id;
    let movement = Movement {
        kind: TransactionKind::Purchase,
        key: format!("order:{}", order.id),
        author,
        reason: &format!("Order {}", order.number),
        from: accounts::open(tx, organization, Which::Own(AccountKind::External)).await?,
        to: accounts::open(tx, organization, Which::Own(AccountKind::Pool)).await?,
        amount: order.quantity,
        course: None,
        invitation: None,
        registration: None,
        refunds: None,
        order: Some(order.id),
    };
    ledger::post(tx, movement).await?;
    Ok(())
}
