//! Letters about orders.

use lectern_contract::{letters::LetterKind, money::Money};
use lectern_entities::{credit_order, user};

use super::super::paper::Draft;
use crate::{accounts::organizations, fault::Result, tx::Tx};

/// To the buyer: the order is paid.
pub(crate) async fn order_paid(tx: &Tx, buyer: &user::Model, order: &credit_order::Model) -> Result<()> {
    let from = organizations::find(tx, order.organization_id).await?;
    let total = Money::new(order.total_minor, order.currency);
    Draft::new(&from, LetterKind::OrderPaid, &buyer.email)
        .about(format!("Order {} is paid", order.number))
        .says(format!(
            "Order {} is paid: {total} for {}. The credits are in the pool.",
            order.number,
            credits(order.quantity)
        ))
        .says(format!("Its invoice is at {}.", page(tx, order)))
        .put(tx)
        .await
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
    format!("{}/admin/purchases/{}", tx.portal().settings().base_url, order.id)
}

fn credits(n: i64) -> String {
    if n == 1 {
        "1 credit".into()
    } else {
        format!("{n} credits")
    }
}
