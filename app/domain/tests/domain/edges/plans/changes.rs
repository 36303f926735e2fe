//! From one plan to another.

use chrono::TimeDelta;
use lectern_contract::plans::{Billing, Effect, Next};
use lectern_domain::plans::view;

use super::instant;
use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_grants_the_difference_for_the_rest_and_a_downgrade_waits() {
    let house = House::open().await;
    let small = house.plan("Small", 1_200, Billing::Monthly).await;
    let large = house.plan("Large", 2_401, Billing::Monthly).await;
    house.subscribe(small).await.expect("subscribed");
    // March 2, 09:05 to April 2, 08:05 UTC are 743 hours; half of them are left.
    house.clock.advance(TimeDelta::minutes(743 * 30));
    let effect = house.change_plan(large).await.expect("upgraded");
    assert!(
        matches!(
            effect,
            Effect::Now {
                amount: 50,
                more: 100,
                ..
            }
        ),
        "{effect:?}"
    );
    assert_eq!(house.pool().await, 150);
    assert_eq!(house.change_plan(large).await.expect("the same"), Effect::Keep);
    let waits = house.change_plan(small).await.expect("a downgrade");
    assert_eq!(waits, Effect::AtRenewal(instant("2026-04-02T08:05:00Z")));
    assert_eq!(house.pool().await, 150, "nothing is taken");
    house.at("2026-04-02T08:05:00Z");
    house.rounds().await;
    assert_eq!(house.pool().await, 250, "the smaller plan began");
    house.change_plan(large).await.expect("upgraded at once");
    assert_eq!(house.pool().await, 350, "the whole period is left");
    house.change_plan(small).await.expect("a downgrade");
    assert_eq!(house.change_plan(large).await.expect("dropped"), Effect::Keep);
    house.at("2026-05-02T08:05:00Z");
    house.rounds().await;
    assert_eq!(house.pool().await, 350 + 200, "part 3 of 2,401 is 200");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_billing_begins_with_the_next_renewal_and_a_new_anchor() {
    let house = House::open().await;
    let monthly = house.plan("Monthly", 1_200, Billing::Monthly).await;
    let yearly = house.plan("Yearly", 2_400, Billing::Yearly).await;
    house.subscribe(monthly).await.expect("subscribed");
    let effect = house.change_plan(yearly).await.expect("it waits");
    assert!(matches!(effect, Effect::AtRenewal(_)), "{effect:?}");
    let current = view::current(&house.portal, house.ada())
        .await
        .expect("shown")
        .expect("one");
    assert_eq!(current.next_plan.as_deref(), Some("Yearly"));
    assert!(
        matches!(current.next, Some((_, Next::Grant(share))) if share.amount == 2_400),
        "{current:?}"
    );
    house.at("2026-04-02T08:05:00Z");
    house.rounds().await;
    assert_eq!(house.pool().await, 100 + 2_400);
    assert_eq!(house.subscription().await.due_at, Some(instant("2027-04-02T08:05:00Z")));
    house.close().await;
}
