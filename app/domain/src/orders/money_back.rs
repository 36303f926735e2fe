//! Money went back: credits are taken back from the pool in proportion, also those that were spent already
//! (`spec/credits.md` 15; Ledger: chargeback). All that went back is summed per payment, so words about it may come
//! in any order and any number of times. A refund that failed later is counted by itself, against what its charge says was
//! refunded in all: its credits come back, as those of a dispute that was won.

use lectern_contract::{
    PaymentId,
    credits::{AccountKind, TransactionKind},
    orders::{MoneyBackKind, MoneyBackState, OrderEventKind, OrderState, Provider},
};
use lectern_entities::{credit_order, money_back};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use super::{
    history::{self, Line},
    keep, payment,
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

/// Word of money that went back, or came back after all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Back<'a> {
    pub kind: MoneyBackKind,
    /// The provider's name for it: one refunded charge, one failed refund, one dispute.
    pub reference: &'a str,
    /// How much of it in all, in minor units.
    pub minor: i64,
    pub state: MoneyBackState,
}

/// Records it with its payment and, where that payment paid an order, takes the order's credits back.
///
/// # Errors
/// The database's own.
pub(super) async fn record(
    tx: &Tx,
    author: impl FnOnce(&credit_order::Model) -> Author,
    provider: Provider,
    reference: &str,
    back: Back<'_>,
    cause: &str,
) -> Result<()> {
    let payment = payment::keep(tx, provider, reference).await?;
    if !merge(tx, payment.id, back).await? {
        return Ok(());
    }
    let Some(order) = payment.order_id else { return Ok(()) };
    let mut order = keep(tx, order).await?;
    if order.payment_id != Some(payment.id) {
        return Ok(()); // A second payment's money: no credits were given for it.
    }
    let rows = rows(tx, payment.id).await?;
    let author = author(&order);
    let line = Line::of(event(back.kind, back.state))
        .money(back.minor)
        .reference(back.reference);
    take(tx, &author, &mut order, &rows, line, cause).await
}

/// Keeps the word, unless it says nothing new: refunds only grow, a closed dispute stays closed. Answers whether it
/// was new.
async fn merge(tx: &Tx, payment: PaymentId, back: Back<'_>) -> Result<bool> {
    let row = money_back::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(None),
        payment_id: Set(payment),
        kind: Set(back.kind),
        reference: Set(back.reference.to_owned()),
        money_minor: Set(back.minor),
        state: Set(back.state),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    if tx.insert_unless_taken(row).await? {
        return Ok(true);
    }
    // The payment's row is locked: nobody else changes what is compared here.
    let newer = match back.kind {
        MoneyBackKind::Refund => money_back::Column::MoneyMinor.lt(back.minor),
        MoneyBackKind::Dispute => money_back::Column::State
            .eq(MoneyBackState::Taken)
            .and(money_back::Column::State.ne(back.state)),
    };
    let updated = money_back::Entity::update_many()
        .col_expr(money_back::Column::MoneyMinor, Expr::value(back.minor))
        .col_expr(money_back::Column::State, Expr::value(back.state))
        .col_expr(money_back::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(money_back::Column::PaymentId.eq(payment))
        .filter(money_back::Column::Reference.eq(back.reference))
        .filter(newer)
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}

async fn rows(tx: &Tx, payment: PaymentId) -> Result<Vec<money_back::Model>> {
    let rows = money_back::Entity::find()
        .filter(money_back::Column::PaymentId.eq(payment))
        .order_by_asc(money_back::Column::CreatedAt)
        .order_by_asc(money_back::Column::Id);
    Ok(rows.all(tx).await?)
}

/// Takes back, right after an order was paid, what went back before that was known.
///
/// # Errors
/// The database's own.
pub(super) async fn replay(
    tx: &Tx,
    author: &Author,
    mut order: credit_order::Model,
    payment: PaymentId,
    cause: &str,
) -> Result<()> {
    let rows = rows(tx, payment).await?;
    for (at, row) in rows.iter().enumerate() {
        let line = Line::of(event(row.kind, row.state))
            .money(row.money_minor)
            .reference(&row.reference);
        let cause = format!("{cause}:{}", row.reference);
        take(tx, author, &mut order, &rows[..=at], line, &cause).await?;
    }
    Ok(())
}

const fn event(kind: MoneyBackKind, state: MoneyBackState) -> OrderEventKind {
    match (kind, state) {
        (MoneyBackKind::Refund, MoneyBackState::Returned) => OrderEventKind::RefundFailed,
        (MoneyBackKind::Refund, _) => OrderEventKind::Refunded,
        (_, MoneyBackState::Taken) => OrderEventKind::Disputed,
        (_, MoneyBackState::Lost) => OrderEventKind::DisputeLost,
        (_, MoneyBackState::Returned) => OrderEventKind::DisputeWon,
    }
}

/// How many credits the money that is gone is worth: in proportion, rounded down; all of them for all of it.
fn worth(order: &credit_order::Model, gone: i64) -> i64 {
    let gone = gone.clamp(0, order.total_minor);
    let credits = i128::from(order.quantity) * i128::from(gone) / i128::from(order.total_minor);
    i64::try_from(credits).unwrap_or(order.quantity)
}

/// The money that is gone. Charges say what was refunded in all, with what failed later: a failure counts against that,
/// and where it is heard first, not against what was disputed.
fn gone(rows: &[money_back::Model]) -> i64 {
    let sum = |kind: MoneyBackKind, returned: bool| -> i64 {
        let counts = |row: &&money_back::Model| row.kind == kind && (row.state == MoneyBackState::Returned) == returned;
        rows.iter().filter(counts).map(|row| row.money_minor).sum()
    };
    let refunded = sum(MoneyBackKind::Refund, false) - sum(MoneyBackKind::Refund, true);
    Ord::max(refunded, 0) + sum(MoneyBackKind::Dispute, false)
}

/// Brings credits and state of the order to what the money says, and writes the line.
async fn take(
    tx: &Tx,
    author: &Author,
    order: &mut credit_order::Model,
    rows: &[money_back::Model],
    line: Line<'_>,
    cause: &str,
) -> Result<()> {
    let sum = gone(rows);
    let disputed = rows
        .iter()
        .any(|row| row.kind == MoneyBackKind::Dispute && row.state != MoneyBackState::Returned);
    let was = json!({ "state": order.state, "taken_back": order.taken_back });
    let target = worth(order, sum);
    let credits = target - order.taken_back;
    if credits != 0 {
        post(tx, author, order, credits, line.kind(), cause).await?;
    }
    order.taken_back = target;
    order.state = match (disputed, sum >= order.total_minor) {
        (true, _) => OrderState::ChargedBack,
        (false, true) => OrderState::Refunded,
        (false, false) => OrderState::Paid,
    };
    credit_order::Entity::update_many()
        .col_expr(credit_order::Column::State, Expr::value(order.state))
        .col_expr(credit_order::Column::TakenBack, Expr::value(target))
        .col_expr(credit_order::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(credit_order::Column::Id.eq(order.id))
        .exec(tx)
        .await?;
    history::write(tx, author, order, line.credits(-credits)).await?;
    let is = json!({ "state": order.state, "taken_back": target, "number": order.number });
    audit::change(tx, author, "order.charged_back", "order", order.id, (was, is)).await?;
    if credits > 0 {
        let buyer = users::find(tx, order.organization_id, order.buyer_id).await?;
        letters::charged_back(tx, &buyer, order, credits).await?;
    }
    Ok(())
}

/// Pool → outside, even below 0; the other way round where a dispute was won or a refund failed.
async fn post(
    tx: &Tx,
    author: &Author,
    order: &credit_order::Model,
    credits: i64,
    kind: OrderEventKind,
    cause: &str,
) -> Result<()> {
    let pool = accounts::open(tx, order.organization_id, Which::Own(AccountKind::Pool)).await?;
    let outside = accounts::open(tx, order.organization_id, Which::Own(AccountKind::External)).await?;
    let (from, to, what) = match (credits > 0, kind) {
        (true, _) => (pool, outside, "money went back"),
        (false, OrderEventKind::RefundFailed) => (outside, pool, "the refund failed"),
        (false, _) => (outside, pool, "the dispute was won"),
    };
    let movement = Movement {
        kind: TransactionKind::Chargeback,
        key: format!("chargeback:{cause}"),
        author,
        reason: &format!("Order {}: {what}", order.number),
        from,
        to,
        amount: credits.abs(),
        course: None,
        invitation: None,
        registration: None,
        refunds: None,
        order: Some(order.id),
    };
    ledger::post(tx, movement).await?;
    Ok(())
}
