//! Who is told when a plan lapses, when its grace is nearly over, and when its credits expire (`spec/credits.md` 5).

use chrono::TimeDelta;
use lectern_contract::{
    credits::AccountKind,
    letters::LetterKind,
    orders::Provider,
    plans::{Billing, SubscriptionState},
};
use lectern_domain::{
    credits::accounts::Which,
    settings::{self, SettingsForm},
};
use lectern_entities::letter;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{settings::form, watch::refunded};
use crate::support::{House, paid};

async fn told(house: &House, kind: LetterKind) -> Vec<String> {
    let rows = letter::Entity::find().filter(letter::Column::Kind.eq(kind));
    let rows = rows.order_by_asc(letter::Column::Recipient).all(house.portal.reader());
    let rows = rows.await.expect("letters are read");
    rows.into_iter().map(|row| row.recipient).collect()
}

/// How many letters of lapse, of the ending grace and of the end there are.
async fn letters(house: &House) -> [usize; 3] {
    [
        told(house, LetterKind::PlanLapsed).await.len(),
        told(house, LetterKind::GraceEnding).await.len(),
        told(house, LetterKind::PlanExpired).await.len(),
    ]
}

/// With a monthly plan of 10 credits, canceled at once.
async fn lapsed() -> House {
    let house = House::open().await;
    let plan = house.plan("Team", 120, Billing::Monthly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.allocate(house.forklift(), 4).await.expect("allocated");
    house
        .assign(house.forklift(), house.mara().user, 3)
        .await
        .expect("assigned");
    house.cancel_plan(true).await.expect("canceled");
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_of_a_lapse_is_told_once() {
    let house = lapsed().await;
    let (ada, mara) = ("ada@northwind.example", "mara@northwind.example");
    assert_eq!(
        told(&house, LetterKind::PlanLapsed).await,
        [ada, mara],
        "admins, and managers with free credits"
    );
    house.rounds().await;
    house.clock.advance(TimeDelta::days(23) - TimeDelta::seconds(1));
    house.rounds().await;
    assert_eq!(letters(&house).await, [2, 0, 0], "a second too early");
    house.clock.advance(TimeDelta::seconds(1));
    house.rounds().await;
    house.rounds().await;
    assert_eq!(letters(&house).await, [2, 1, 0], "seven days before, once");
    let text = house.post().await.pop().expect("a letter").text;
    assert!(
        text.contains("its unused credits expire: 10 credits as of now"),
        "{text}"
    );
    house.clock.advance(TimeDelta::days(7));
    house.rounds().await;
    house.rounds().await;
    assert_eq!(letters(&house).await, [2, 1, 1]);
    assert_eq!(told(&house, LetterKind::PlanExpired).await, [ada]);
    assert_eq!(house.credits(Which::Own(AccountKind::Expired)).await, 10);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_plan_is_warned_of_anew() {
    let house = lapsed().await;
    house.clock.advance(TimeDelta::days(25));
    house.rounds().await;
    house.renew_plan().await.expect("renewed");
    house.clock.advance(TimeDelta::days(10));
    house.rounds().await;
    assert_eq!(
        letters(&house).await,
        [2, 1, 0],
        "a renewed plan has nothing to warn of"
    );
    house.cancel_plan(true).await.expect("canceled");
    house.clock.advance(TimeDelta::days(25));
    house.rounds().await;
    assert_eq!(letters(&house).await, [4, 2, 0]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_grace_needs_no_second_warning_and_none_no_first() {
    for (days, expected) in [("7", [2, 0, 0]), ("8", [2, 1, 0]), ("0", [0, 0, 1])] {
        let house = House::open().await;
        let short = SettingsForm {
            grace_days: days.into(),
            ..form()
        };
        house
            .act(async |tx| settings::change(tx, house.ada(), &short).await)
            .await
            .expect("set");
        let plan = house.plan("Team", 120, Billing::Monthly).await;
        house.subscribe(plan).await.expect("subscribed");
        house.allocate(house.forklift(), 4).await.expect("allocated");
        house
            .assign(house.forklift(), house.mara().user, 3)
            .await
            .expect("assigned");
        house.cancel_plan(true).await.expect("canceled");
        house.clock.advance(TimeDelta::days(2));
        house.rounds().await;
        assert_eq!(letters(&house).await, expected, "{days} days of grace");
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_was_down_through_the_grace_tells_of_its_end_alone() {
    let house = House::open().await;
    let plan = house.plan("Team", 120, Billing::Monthly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.cancel_plan(false).await.expect("canceled");
    house.clock.advance(TimeDelta::days(100));
    house.rounds().await;
    assert_eq!(letters(&house).await, [0, 0, 1]);
    assert_eq!(house.subscription().await.state, SubscriptionState::Ended);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_expires_beside_a_pool_that_a_chargeback_has_overdrawn() {
    let house = House::open().await;
    house.open_shop().await;
    let plan = house.plan("Team", 120, Billing::Monthly).await;
    house.subscribe(plan).await.expect("10 of the plan");
    let order = house.order(20, Provider::Stripe).await;
    house.hear("evt_1", paid(order, "pi_1", 10_710)).await;
    house.allocate(house.forklift(), 30).await.expect("allocated");
    house
        .assign(house.forklift(), house.mara().user, 4)
        .await
        .expect("assigned");
    house.hear("evt_2", refunded("pi_1", 10_710)).await;
    assert_eq!(house.pool().await, -20);
    house.cancel_plan(true).await.expect("canceled");
    house.clock.advance(TimeDelta::days(30));
    house.rounds().await;
    // The pool has none to give: what is left of the plan lies with the course, and leaves from there.
    assert_eq!(house.pool().await, -20, "a debt does not expire");
    assert_eq!(house.credits(Which::Own(AccountKind::Expired)).await, 10);
    assert_eq!(house.credits(Which::Course(house.forklift())).await, 16);
    assert_eq!(house.free(house.forklift(), house.mara()).await, 4);
    assert_eq!(told(&house, LetterKind::PlanExpired).await.len(), 1);
    house.close().await;
}
