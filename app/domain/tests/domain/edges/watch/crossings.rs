//! What is a crossing and what is none: falling, rising, passing through, corrections, chargebacks.

use lectern_contract::{
    credits::{AccountKind, AdjustReason},
    watch::Standing,
};
use lectern_domain::credits::{
    self,
    requests::{self, approve},
};
use lectern_entities::account;

use super::refunded;
use crate::support::{House, fresh_key, paid};

impl House {
    async fn pool_stands(&self) -> Standing {
        self.account(AccountKind::Pool, None).await.standing
    }

    async fn adjust(&self, account: &account::Model, by: i64) {
        let done = self
            .act(async |tx| {
                credits::adjust(
                    tx,
                    self.ada(),
                    &fresh_key(),
                    account.id,
                    by,
                    AdjustReason::Correction,
                    "Test",
                )
                .await
            })
            .await;
        done.expect("adjusted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_crossing_tells_once_and_the_last_credit_at_once() {
    let house = House::open().await;
    house.thresholds("10", "off", "off").await.expect("set");
    assert_eq!(house.pool_stands().await, Standing::Empty, "nothing was ever there");
    house.grant(20).await.expect("granted");
    assert_eq!(
        (house.pool_stands().await, house.low_letters().await),
        (Standing::Fine, 0)
    );
    house.allocate(house.forklift(), 9).await.expect("11 left");
    assert_eq!(house.low_letters().await, 0);
    house.allocate(house.forklift(), 1).await.expect("10 left");
    assert_eq!(
        (house.pool_stands().await, house.low_letters().await),
        (Standing::Low, 1)
    );
    house.allocate(house.forklift(), 3).await.expect("7 left");
    assert_eq!(house.low_letters().await, 1, "falling on tells nobody again");
    house.deallocate(house.forklift(), 5).await.expect("12");
    assert_eq!(
        (house.pool_stands().await, house.low_letters().await),
        (Standing::Fine, 1)
    );
    house.allocate(house.forklift(), 2).await.expect("10 again");
    assert_eq!(house.low_letters().await, 2, "crossing again tells again");
    house.allocate(house.forklift(), 10).await.expect("the last");
    assert_eq!(
        (house.pool_stands().await, house.low_letters().await),
        (Standing::Empty, 3)
    );
    house.deallocate(house.forklift(), 1).await.expect("one back");
    assert_eq!(
        (house.pool_stands().await, house.low_letters().await),
        (Standing::Low, 3),
        "rising is quiet"
    );
    let told = house.told_low().await;
    let ada = "ada@northwind.example".to_owned();
    let expected = [
        "The pool: 10 credits left",
        "The pool: 10 credits left",
        "The pool: no credits left",
    ];
    assert_eq!(told, expected.map(|subject| (ada.clone(), subject.to_owned())));
    let letters = house.post().await;
    let first = letters
        .iter()
        .find(|one| one.subject.starts_with("The pool"))
        .expect("one");
    assert!(first.text.contains("told at 10 credits"), "{}", first.text);
    assert!(first.text.contains("/admin/purchases/new?amount=12"), "{}", first.text);
    assert!(first.text.contains("Buy 12 more at http"), "{}", first.text);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_that_pass_through_an_account_cross_nothing() {
    let house = House::open().await;
    house.thresholds("off", "5", "off").await.expect("set");
    house.grant(50).await.expect("granted");
    house.allocate(house.forklift(), 8).await.expect("allocated");
    let asked = house
        .act(async |tx| requests::ask(tx, house.mara(), &fresh_key(), house.forklift(), 9, "Please").await)
        .await
        .expect("asked");
    house
        .take_back(house.forklift(), house.mara().user, 1)
        .await
        .expect_err("nothing there");
    let plan = lectern_contract::requests::CreditPlan::new(9, 8, 42).expect("a plan");
    house
        .act(async |tx| approve(tx, house.ada(), &fresh_key(), asked, plan, "").await)
        .await
        .expect("approved");
    assert_eq!(house.low_letters().await, 1, "8 → 9 → 0 is one fall");
    let again = house
        .act(async |tx| requests::ask(tx, house.mara(), &fresh_key(), house.forklift(), 9, "Please").await)
        .await
        .expect("asked");
    let plan = lectern_contract::requests::CreditPlan::new(9, 0, 41).expect("a plan");
    house
        .act(async |tx| approve(tx, house.ada(), &fresh_key(), again, plan, "").await)
        .await
        .expect("approved");
    assert_eq!(house.low_letters().await, 1, "0 → 9 → 0 is none");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rolled_back_told_nobody() {
    let house = House::open().await;
    house.thresholds("10", "off", "off").await.expect("set");
    house.grant(20).await.expect("granted");
    let tx = house.portal.begin().await.expect("begun");
    credits::allocate(&tx, house.ada(), &fresh_key(), house.forklift(), 20)
        .await
        .expect("allocated");
    drop(tx);
    assert_eq!(
        (house.low_letters().await, house.pool_stands().await),
        (0, Standing::Fine)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn corrections_and_chargebacks_cross_too() {
    let house = House::open().await;
    house.open_shop().await;
    let order = house.order(20, lectern_contract::orders::Provider::Stripe).await;
    house.hear("evt_1", paid(order, "pi_1", 2_380)).await;
    let pool = house.account(AccountKind::Pool, None).await;
    house.adjust(&pool, -19).await;
    assert_eq!(house.low_letters().await, 1);
    house.hear("evt_2", refunded("pi_1", 2_380)).await;
    let told = house.told_low().await;
    assert_eq!(told.len(), 2);
    assert_eq!(told[1].1, "The pool: overdrawn");
    assert_eq!(house.pool().await, -19);
    house.close().await;
}
