//! Words of a payment provider: twice, out of order, late, of another amount, and money that goes back.

use lectern_contract::{
    OrderId, Refusal,
    credits::TransactionKind,
    orders::{MoneyBackState, OrderEventKind as Event, OrderState, Provider},
};
use lectern_domain::{
    credits::{overview, statement},
    orders::{
        cancel::cancel,
        receive::{Heard, Meaning},
    },
};

use crate::support::{House, paid, refusal};

/// A house with an order of 25 credits for EUR 29.75 that waits for Stripe.
async fn waiting() -> (House, OrderId) {
    let house = House::open().await;
    house.open_shop().await;
    let order = house.order(25, Provider::Stripe).await;
    (house, order)
}

fn refunded(minor: i64) -> Meaning {
    Meaning::Refunded {
        payment: "pi_1".into(),
        charge: "ch_1".into(),
        minor,
    }
}

fn failed(refund: &str, minor: i64) -> Meaning {
    Meaning::RefundFailed {
        payment: "pi_1".into(),
        refund: refund.into(),
        minor,
    }
}

fn disputed(minor: i64, state: MoneyBackState) -> Meaning {
    Meaning::Disputed {
        payment: "pi_1".into(),
        dispute: "dp_1".into(),
        minor,
        state,
    }
}

async fn state(house: &House, order: OrderId) -> (OrderState, i64, i64) {
    let row = house.seen(order).await.row;
    (row.state, row.taken_back, house.pool().await)
}

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

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_after_the_credits_were_spent_overdraws_the_pool_and_nothing_is_spent_from_it() {
    let (house, order) = waiting().await;
    house.hear("evt_1", paid(order, "pi_1", 2_975)).await;
    house.allocate(house.forklift(), 20).await.expect("spent");
    assert_eq!(house.hear("evt_2", refunded(2_975)).await, Heard::New);
    assert_eq!(state(&house, order).await, (OrderState::Refunded, 25, -20));
    assert_eq!(house.hear("evt_2", refunded(2_975)).await, Heard::Again);
    house.hear("evt_3", refunded(2_975)).await;
    assert_eq!(
        state(&house, order).await,
        (OrderState::Refunded, 25, -20),
        "said twice, taken once"
    );

    let spend = house.allocate(house.fire(), 1).await;
    assert_eq!(refusal(spend), Refusal::NotEnoughCredits { free: -20, asked: 1 });
    let enroll = house.enroll(house.learner(0).user, house.fire()).await;
    assert_eq!(refusal(enroll), Refusal::NoCredit);
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("the course’s own credits go on");
    house.grant(21).await.expect("made up");
    house.allocate(house.fire(), 1).await.expect("and spent again");
    assert_eq!(house.pool().await, 0);

    let db = house.portal.reader();
    let pool = overview::overview(db, house.ada()).await.expect("read").pool_account;
    let lines = statement::lines(db, house.ada(), pool, 1).await.expect("read").rows;
    let back = lines
        .iter()
        .find(|line| line.kind == TransactionKind::Chargeback)
        .expect("a line");
    assert_eq!((back.amount, back.balance, back.actor.as_deref()), (-25, -20, None));
    let letters = house.post().await;
    assert!(
        letters
            .iter()
            .any(|letter| letter.subject == "Credits of order 1 were taken back")
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn partial_refunds_take_back_in_proportion_and_add_up() {
    let (house, order) = waiting().await;
    house.hear("evt_1", paid(order, "pi_1", 2_975)).await;
    house.hear("evt_2", refunded(1_000)).await;
    assert_eq!(
        state(&house, order).await,
        (OrderState::Paid, 8, 17),
        "25 × 1000 / 2975, rounded down"
    );
    house.hear("evt_4", refunded(2_000)).await;
    house.hear("evt_3", refunded(1_500)).await;
    assert_eq!(
        state(&house, order).await,
        (OrderState::Paid, 16, 9),
        "an older, smaller sum says nothing new"
    );
    house.hear("evt_5", refunded(2_975)).await;
    assert_eq!(state(&house, order).await, (OrderState::Refunded, 25, 0));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_heard_before_the_payment_ends_the_same() {
    let (house, order) = waiting().await;
    house.hear("evt_2", refunded(1_000)).await;
    assert_eq!(state(&house, order).await, (OrderState::Open, 0, 0));
    house.hear("evt_1", paid(order, "pi_1", 2_975)).await;
    assert_eq!(state(&house, order).await, (OrderState::Paid, 8, 17));
    assert_eq!(
        house.history(order).await,
        [Event::Placed, Event::Paid, Event::Refunded]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_failed_returns_its_credits_once() {
    let (house, order) = waiting().await;
    house.hear("evt_1", paid(order, "pi_1", 2_975)).await;
    house.hear("evt_2", refunded(2_975)).await;
    assert_eq!(state(&house, order).await, (OrderState::Refunded, 25, 0));
    house.hear("evt_3", failed("re_1", 2_975)).await;
    assert_eq!(state(&house, order).await, (OrderState::Paid, 0, 25));
    assert_eq!(house.hear("evt_3", failed("re_1", 2_975)).await, Heard::Again);
    house.hear("evt_4", failed("re_1", 2_975)).await;
    house.hear("evt_5", refunded(2_975)).await;
    assert_eq!(
        state(&house, order).await,
        (OrderState::Paid, 0, 25),
        "nothing new under other event ids"
    );
    assert_eq!(
        house.history(order).await,
        [Event::Placed, Event::Paid, Event::Refunded, Event::RefundFailed]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_heard_first_waits_for_its_refund() {
    let (house, order) = waiting().await;
    house.hear("evt_3", failed("re_2", 1_000)).await;
    house.hear("evt_1", paid(order, "pi_1", 2_975)).await;
    assert_eq!(state(&house, order).await, (OrderState::Paid, 0, 25));
    house.hear("evt_4", disputed(1_190, MoneyBackState::Taken)).await;
    assert_eq!(
        state(&house, order).await,
        (OrderState::ChargedBack, 10, 15),
        "a refund's failure takes nothing from a dispute"
    );
    house.hear("evt_5", disputed(1_190, MoneyBackState::Returned)).await;
    house.hear("evt_2", refunded(1_000)).await;
    assert_eq!(state(&house, order).await, (OrderState::Paid, 0, 25));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_refunds_only_those_that_failed_return() {
    let (house, order) = waiting().await;
    house.hear("evt_1", paid(order, "pi_1", 2_975)).await;
    house.hear("evt_2", refunded(1_190)).await;
    house.hear("evt_3", refunded(2_380)).await;
    house.hear("evt_4", refunded(2_975)).await;
    house.hear("evt_5", failed("re_2", 1_190)).await;
    assert_eq!(state(&house, order).await, (OrderState::Paid, 15, 10));
    house.hear("evt_6", failed("re_3", 595)).await;
    assert_eq!(state(&house, order).await, (OrderState::Paid, 10, 15));
    house.hear("evt_7", failed("re_1", 1_190)).await;
    assert_eq!(state(&house, order).await, (OrderState::Paid, 0, 25));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_takes_the_credits_and_a_won_one_returns_them() {
    let (house, order) = waiting().await;
    house.hear("evt_1", paid(order, "pi_1", 2_975)).await;
    house.hear("evt_2", disputed(2_975, MoneyBackState::Taken)).await;
    assert_eq!(state(&house, order).await, (OrderState::ChargedBack, 25, 0));
    house.hear("evt_3", disputed(2_975, MoneyBackState::Returned)).await;
    assert_eq!(state(&house, order).await, (OrderState::Paid, 0, 25));
    house.hear("evt_4", disputed(2_975, MoneyBackState::Taken)).await;
    assert_eq!(
        state(&house, order).await,
        (OrderState::Paid, 0, 25),
        "closed is closed"
    );
    house.close().await;
}

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
