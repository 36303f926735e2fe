//! A plan grants on its day, whenever its job comes.

use lectern_contract::{plans::Billing, settings::Proration};
use lectern_domain::{credits, settings::SettingsForm};

use super::{instant, set};
use crate::{edges::settings::form, support::House};

#[tokio::test(flavor = "multi_thread")]
async fn a_yearly_plan_grants_up_front_and_renews_on_its_day() {
    let house = House::open().await;
    let plan = house.plan("Team", 500, Billing::Yearly).await;
    assert_eq!(house.subscribe(plan).await.expect("subscribed"), 500);
    house.rounds().await;
    assert_eq!(house.pool().await, 500, "a round before its time changes nothing");
    house.at("2027-03-02T09:04:59Z");
    house.rounds().await;
    assert_eq!(house.pool().await, 500, "a second too early");
    house.at("2027-03-02T09:05:00Z");
    house.rounds().await;
    house.rounds().await;
    assert_eq!(house.pool().await, 1_000, "unused credits roll over");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_months_of_downtime_are_caught_up_each_grant_once() {
    let house = House::open().await;
    let plan = house.plan("Team", 500, Billing::Monthly).await;
    assert_eq!(house.subscribe(plan).await.expect("subscribed"), 41);
    house.at("2026-06-10T00:00:00Z");
    house.rounds().await;
    house.rounds().await;
    assert_eq!(house.pool().await, 41 + 42 + 42 + 41);
    let id = house.subscription().await.id;
    let expected: Vec<String> = (1..=4).map(|period| format!("grant:{id}:{period}")).collect();
    assert_eq!(house.keys(&format!("grant:{id}")).await, expected);
    house.at("2027-03-01T00:00:00Z");
    house.rounds().await;
    assert_eq!(house.pool().await, 500, "twelve parts make the year");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn grants_on_the_31st_fall_on_a_months_last_day_at_the_same_local_hour() {
    let house = House::open().await;
    let plan = house.plan("Team", 1_200, Billing::Monthly).await;
    house.at("2026-08-31T08:00:00Z"); // 10:00 in Berlin's summer.
    house.subscribe(plan).await.expect("subscribed");
    for due in [
        "2026-09-30T08:00:00Z",
        "2026-10-31T09:00:00Z", // Clocks went back: still 10:00.
        "2026-11-30T09:00:00Z",
        "2026-12-31T09:00:00Z",
        "2027-01-31T09:00:00Z",
        "2027-02-28T09:00:00Z",
        "2027-03-31T08:00:00Z", // And forth.
    ] {
        assert_eq!(house.subscription().await.due_at, Some(instant(due)));
        house.at(due);
        house.rounds().await;
    }
    assert_eq!(house.pool().await, 800, "eight months");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_begun_on_a_leap_day_renews_on_the_28th() {
    let house = House::open().await;
    let plan = house.plan("Team", 10, Billing::Yearly).await;
    house.at("2028-02-29T12:00:00Z");
    house.subscribe(plan).await.expect("subscribed");
    assert_eq!(house.subscription().await.due_at, Some(instant("2029-02-28T12:00:00Z")));
    house.at("2032-03-01T00:00:00Z");
    house.rounds().await;
    assert_eq!(house.pool().await, 50);
    assert_eq!(house.subscription().await.period_at, instant("2032-02-29T12:00:00Z"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_setting_floor_gives_a_twelfth_each() {
    let house = House::open().await;
    let floor = SettingsForm {
        proration: Proration::Floor,
        ..form()
    };
    set(&house, floor).await;
    let plan = house.plan("Team", 500, Billing::Monthly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.at("2027-03-01T00:00:00Z");
    house.rounds().await;
    assert_eq!(house.pool().await, 12 * 41);
    let small = house.plan("Tiny", 5, Billing::Monthly).await;
    house.change_plan(small).await.expect("a downgrade");
    house.at("2027-03-02T12:00:00Z");
    house.rounds().await;
    assert_eq!(
        house.pool().await,
        12 * 41,
        "a twelfth of 5 is none: no entry, no fault"
    );
    assert_eq!(house.subscription().await.period, 13);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_the_key_of_a_renewal_beforehand() {
    let house = House::open().await;
    let plan = house.plan("Team", 120, Billing::Monthly).await;
    house.subscribe(plan).await.expect("subscribed");
    let next = format!("{}:2", house.subscription().await.id);
    house
        .act(async |tx| credits::grant(tx, house.ada(), &next, 1, "A form with a chosen key").await)
        .await
        .expect("a form's key is a form's own");
    house.at("2026-04-03T00:00:00Z");
    house.rounds().await;
    assert_eq!(house.pool().await, 21);
    house.close().await;
}
