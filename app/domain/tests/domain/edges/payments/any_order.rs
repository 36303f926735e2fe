//! All that is said of one payment, in every order.

use lectern_contract::{
    OrderId,
    orders::{MoneyBackState, OrderState, Provider},
};
use lectern_domain::orders::receive::Meaning;

use super::{disputed, refunded, waiting};
use crate::support::paid;

#[tokio::test(flavor = "multi_thread")]
async fn words_of_one_payment_end_the_same_in_every_order() {
    let (house, _) = waiting().await;
    let mut pool = 0;
    for (number, order_of_words) in permutations(4).into_iter().enumerate() {
        let order = house.order(25, Provider::Stripe).await;
        for at in order_of_words.iter().chain(&order_of_words) {
            // Each order has its own payment and events, heard twice over.
            let (name, meaning) = words(order)[*at].clone();
            let event = format!("{name}_{number}");
            house.hear(&event, renamed(meaning, number)).await;
        }
        let seen = house.seen(order).await;
        assert_eq!(
            (seen.row.state, seen.row.taken_back),
            (OrderState::ChargedBack, 25),
            "{order_of_words:?}"
        );
        assert_eq!(house.pool().await, pool, "{order_of_words:?}");
        pool = house.pool().await;
    }
    house.close().await;
}

/// What is said of one payment.
fn words(order: OrderId) -> [(&'static str, Meaning); 4] {
    [
        ("evt_paid", paid(order, "pi_1", 2_975)),
        ("evt_refund", refunded(1_000)),
        ("evt_dispute", disputed(1_975, MoneyBackState::Taken)),
        ("evt_lost", disputed(1_975, MoneyBackState::Lost)),
    ]
}

/// The same about a payment of its own.
fn renamed(meaning: Meaning, number: usize) -> Meaning {
    let name = format!("pi_{number}");
    match meaning {
        Meaning::Paid { order, money, .. } => Meaning::Paid {
            order,
            payment: name,
            money,
        },
        Meaning::Refunded { charge, minor, .. } => Meaning::Refunded {
            payment: name,
            charge,
            minor,
        },
        Meaning::Disputed {
            dispute, minor, state, ..
        } => Meaning::Disputed {
            payment: name,
            dispute,
            minor,
            state,
        },
        other => other,
    }
}

/// Every order of the numbers below `many`.
fn permutations(many: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for next in 0..many {
        all = all
            .into_iter()
            .flat_map(|seen: Vec<usize>| {
                (0..=seen.len()).map(move |at| {
                    let mut with = seen.clone();
                    with.insert(at, next);
                    with
                })
            })
            .collect();
    }
    all
}
