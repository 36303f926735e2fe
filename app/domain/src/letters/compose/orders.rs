//! Letters about orders.

use lectern_contract::{letters::LetterKind, money::Money, orders::Landed};
use lectern_entities::{credit_order, user};

use super::super::paper::Draft;
use crate::{accounts::organizations, fault::Result, orders, tx::Tx};

/// To the buyer: the order is paid.
pub(crate) async fn order_paid(tx: &Tx, buyer: &user::Model, order: &credit_order::Model) -> Result<()> {
    let from = organizations::find(tx, order.organization_id).await?;
    let total = Money::new(order.total_minor, order.currency);
    Draft::new(&from, LetterKind::OrderPaid, &buyer.email)
        .about(format!("Order {} is paid", order.number))
        .says(format!(
            "Order {} is paid: {total} for {}. {}",
            order.number,
            credits(order.quantity),
            whereabouts(order.landed)
        ))
        .says(format!("Its invoice is at {}.", page(tx, order)))
        .put(tx)
        .await
}

const fn whereabouts(landed: Option<Landed>) -> &'static str {
    match landed {
        None => "The credits are in the pool.",
        Some(Landed::Manager) => "The credits are yours to invite with.",
        Some(Landed::Course) => {
            "You no longer manage the course, so the credits stayed with it; an admin can assign them."
        }
        Some(Landed::Pool) => {
            "They could not be passed on to the course, so they stayed in the pool; an admin can allocate them."
        }
    }
}

/// To the buyer: money of the order went back, and so did credits.
pub(crate) async fn charged_back(tx: &Tx, buyer: &user::Model, order: &credit_order::Model, taken: i64) -> Result<()> {
    let from = organizations::find(tx, order.organization_id).await?;
    Draft::new(&from, LetterKind::ChargedBack, &buyer.email)
        .about(format!("Credits of order {} were taken back", order.number))
        .says(format!(
            "Money that was paid for order {} went back, so {} were taken out of the pool again.",
            order.number,
            credits(taken)
        ))
        .says("Where they were spent already the pool is overdrawn, and nothing can be spent from it until that is made up.")
        .says(format!("What happened stands at {}.", page(tx, order)))
        .put(tx)
        .await
}

fn page(tx: &Tx, order: &credit_order::Model) -> String {
    orders::page(tx.portal(), order)
}

fn credits(n: i64) -> String {
    if n == 1 {
        "1 credit".into()
    } else {
        format!("{n} credits")
    }
}
