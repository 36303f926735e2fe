//! Payments, raced: events, return pages, admins, and money that goes back meanwhile.

use std::collections::BTreeSet;

use lectern_contract::{
    OrderId, Refusal,
    orders::{OrderState, Provider},
    refusal::OrderProblem,
};
use lectern_domain::{
    Portal, Result,
    orders::{
        cancel::cancel,
        mark_paid::mark_paid,
        place,
        receive::{self, Heard, Meaning},
    },
};

use crate::support::{House, fresh_key, paid, rush, sort, word};

async fn shop() -> (House, [Portal; 2]) {
    let house = House::open().await;
    house.open_shop().await;
    let portals = [house.portal.clone(), house.second_process().await];
    (house, portals)
}

async fn hear(portal: Portal, event: String, meaning: Meaning) -> Result<Heard> {
    let tx = portal.begin().await?;
    let heard = receive::receive(&tx, word(&event, meaning)).await?;
    tx.commit().await?;
    Ok(heard)
}

async fn expect(house: &House, order: OrderId, state: OrderState, pool: i64) {
    assert_eq!((house.seen(order).await.row.state, house.pool().await), (state, pool));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_event_20_times_at_once_grants_once() {
    let (house, portals) = shop().await;
    let order = house.order(25, Provider::Stripe).await;
    let answers = rush(&portals, 20, |portal, _| {
        hear(portal, "evt_1".into(), paid(order, "pi_1", 2_975))
    })
    .await;
    let (heard, refused) = sort(answers);
    assert_eq!(refused, []);
    assert_eq!(
        heard.iter().filter(|heard| **heard == Heard::New).count(),
        1,
        "{heard:?}"
    );
    expect(&house, order, OrderState::Paid, 25).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_payment_under_20_event_ids_at_once_grants_once() {
    let (house, portals) = shop().await;
    let order = house.order(25, Provider::Stripe).await;
    let answers = rush(&portals, 20, |portal, n| {
        hear(portal, format!("evt_{n}"), paid(order, "pi_1", 2_975))
    })
    .await;
    assert_eq!(sort(answers).0, vec![Heard::New; 20]);
    expect(&house, order, OrderState::Paid, 25).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn different_payments_of_one_order_at_once_grant_once() {
    let (house, portals) = shop().await;
    let order = house.order(25, Provider::Stripe).await;
    let answers = rush(&portals, 8, |portal, n| {
        hear(portal, format!("evt_{n}"), paid(order, &format!("pi_{n}"), 2_975))
    })
    .await;
    assert_eq!(sort(answers).0, vec![Heard::New; 8]);
    expect(&house, order, OrderState::Paid, 25).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn payment_refund_and_dispute_at_once_lose_nothing() {
    let (house, portals) = shop().await;
    for round in 0..10 {
        let order = house.order(10, Provider::Stripe).await;
        let answers = rush(&portals, 6, |portal, n| {
            let payment = format!("pi_{round}");
            let meaning = match n % 3 {
                0 => paid(order, &payment, 1_190),
                1 => Meaning::Refunded {
                    payment,
                    charge: format!("ch_{round}"),
                    minor: 595,
                },
                _ => Meaning::Disputed {
                    payment,
                    dispute: format!("dp_{round}"),
                    minor: 595,
                    state: lectern_contract::orders::MoneyBackState::Taken,
                },
            };
            hear(portal, format!("evt_{round}_{n}"), meaning)
        })
        .await;
        assert_eq!(sort(answers).0.len(), 6);
        expect(&house, order, OrderState::ChargedBack, 0).await;
        assert_eq!(house.seen(order).await.row.taken_back, 10, "round {round}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_order_marked_paid_by_many_and_canceled_at_once_ends_one_way() {
    let (house, portals) = shop().await;
    for _ in 0..5 {
        let before = house.pool().await;
        let order = house.order(7, Provider::Invoice).await;
        let answers = rush(&portals, 8, |portal, n| {
            let ada = house.ada().clone();
            async move {
                let tx = portal.begin().await?;
                if n % 4 == 0 {
                    cancel(&tx, &ada, order).await?;
                } else {
                    mark_paid(&tx, &ada, &fresh_key(), order).await?;
                }
                tx.commit().await
            }
        })
        .await;
        let (through, refused) = sort(answers);
        assert_eq!((through.len(), refused.len()), (1, 7));
        let state = house.seen(order).await.row.state;
        assert_eq!(refused, vec![Refusal::Order(OrderProblem::Is(state)); 7]);
        let came = if state == OrderState::Paid { 7 } else { 0 };
        expect(&house, order, state, before + came).await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn orders_placed_at_once_are_numbered_without_gaps() {
    let (house, portals) = shop().await;
    let form = house.purchase(2).await;
    let answers = rush(&portals, 20, |portal, n| {
        let ada = house.ada().clone();
        async move {
            let tx = portal.begin().await?;
            let id = place::place(&tx, &ada, &fresh_key(), form, Provider::Invoice).await?;
            if n % 4 == 0 {
                return Ok(None); // The transaction is given up: its numbers are free again.
            }
            tx.commit().await?;
            Ok(Some(id))
        }
    })
    .await;
    let placed: Vec<OrderId> = sort(answers).0.into_iter().flatten().collect();
    let mut numbers = BTreeSet::new();
    for order in &placed {
        let row = house.seen(*order).await.row;
        numbers.insert((row.number, row.invoice.expect("an invoice")));
    }
    let expected: BTreeSet<_> = (1..=15).map(|number| (number, number)).collect();
    assert_eq!(numbers, expected);
    house.close().await;
}
