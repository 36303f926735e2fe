//! Money that goes back: refunds, refunds that failed, disputes.

use lectern_contract::{
    Refusal,
    credits::TransactionKind,
    orders::{MoneyBackState, OrderEventKind as Event, OrderState},
};
use lectern_domain::{
    credits::{overview, statement},
    orders::receive::{Heard, Meaning},
};

use super::{disputed, refunded, state, waiting};
use crate::support::{paid, refusal};

fn failed(refund: &str, minor: i64) -> Meaning {
    Meaning::RefundFailed {
        payment: "pi_1".into(),
        refund: refund.into(),
        minor,
    }
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
