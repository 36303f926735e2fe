//! Money that comes: heard twice, of another amount, late.

use lectern_contract::orders::{OrderEventKind as Event, OrderState, Provider};
use lectern_domain::orders::{
    cancel::cancel,
    receive::{Heard, Meaning},
};

use super::{state, waiting};
use crate::support::paid;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_event_again_does_nothing() {
    let (house, order) = waiting().await;
    assert_eq!(house.hear("evt_1", paid(order, "pi_1", 2_975)).await, Heard::New);
    assert_eq!(house.hear("evt_1", paid(order, "pi_1", 2_975)).await, Heard::Again);
    assert_eq!(state(&house, order).await, (OrderState::Paid, 0, 25));
    assert_eq!(house.seen(order).await.row.invoice, Some(1), "issued when it was paid");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_payment_under_another_event_id_does_nothing() {
    let (house, order) = waiting().await;
    house.hear("evt_1", paid(order, "pi_1", 2_975)).await;
    assert_eq!(house.hear("evt_2", paid(order, "pi_1", 2_975)).await, Heard::New);
    assert_eq!(state(&house, order).await, (OrderState::Paid, 0, 25));
    assert_eq!(house.history(order).await, [Event::Placed, Event::Paid]);
    let other = house.order(3, Provider::Stripe).await;
    house.hear("evt_3", paid(other, "pi_1", 357)).await;
    assert_eq!(
        state(&house, other).await.0,
        OrderState::Open,
        "one payment pays one order"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_payment_for_an_order_grants_nothing_and_is_shown() {
    let (house, order) = waiting().await;
    house.hear("evt_1", paid(order, "pi_1", 2_975)).await;
    house.hear("evt_2", paid(order, "pi_2", 2_975)).await;
    assert_eq!(state(&house, order).await, (OrderState::Paid, 0, 25));
    assert_eq!(
        house.history(order).await,
        [Event::Placed, Event::Paid, Event::PaidTwice]
    );
    let second = Meaning::Refunded {
        payment: "pi_2".into(),
        charge: "ch_2".into(),
        minor: 2_975,
    };
    house.hear("evt_3", second).await;
    assert_eq!(
        state(&house, order).await,
        (OrderState::Paid, 0, 25),
        "giving the second back takes no credits"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_of_another_amount_or_currency_grants_nothing() {
    let (house, order) = waiting().await;
    house.hear("evt_1", paid(order, "pi_1", 2_974)).await;
    let dollars = Meaning::Paid {
        order,
        payment: "pi_2".into(),
        money: lectern_contract::money::Money::new(2_975, lectern_contract::money::Currency::Usd),
    };
    house.hear("evt_2", dollars).await;
    assert_eq!(state(&house, order).await, (OrderState::Open, 0, 0));
    assert_eq!(
        house.history(order).await,
        [Event::Placed, Event::Mismatch, Event::Mismatch]
    );
    house.hear("evt_3", paid(order, "pi_3", 2_975)).await;
    assert_eq!(
        state(&house, order).await,
        (OrderState::Paid, 0, 25),
        "the right one still counts"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn late_words_change_no_paid_order_and_late_money_counts() {
    let (house, order) = waiting().await;
    let session = || "cs_1".to_owned();
    house.hear("evt_1", Meaning::Pending { order }).await;
    house
        .hear(
            "evt_2",
            Meaning::Failed {
                order,
                session: session(),
            },
        )
        .await;
    assert_eq!(state(&house, order).await.0, OrderState::Failed);
    house.hear("evt_3", paid(order, "pi_1", 2_975)).await;
    house
        .hear(
            "evt_4",
            Meaning::Expired {
                order,
                session: session(),
            },
        )
        .await;
    house
        .hear(
            "evt_5",
            Meaning::Failed {
                order,
                session: session(),
            },
        )
        .await;
    house.hear("evt_6", Meaning::Pending { order }).await;
    assert_eq!(state(&house, order).await, (OrderState::Paid, 0, 25));
    assert_eq!(
        house.history(order).await,
        [Event::Placed, Event::Pending, Event::Failed, Event::Paid]
    );

    let canceled = house.order(2, Provider::Stripe).await;
    house
        .act(async |tx| cancel(tx, house.ada(), canceled).await)
        .await
        .expect("canceled");
    house
        .hear(
            "evt_7",
            Meaning::Expired {
                order: canceled,
                session: session(),
            },
        )
        .await;
    assert_eq!(state(&house, canceled).await.0, OrderState::Canceled);
    house.hear("evt_8", paid(canceled, "pi_2", 238)).await;
    assert_eq!(
        state(&house, canceled).await,
        (OrderState::Paid, 0, 27),
        "the money was taken"
    );
    house.close().await;
}
