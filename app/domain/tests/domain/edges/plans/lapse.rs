//! A plan lapses: what freezes, and what expires after the grace.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal,
    batches::Shortage,
    credits::AccountKind,
    letters::LetterKind,
    plans::{Billing, Next, SubscriptionState},
};
use lectern_domain::{
    credits::{accounts::Which, overview::overview},
    plans::{lots, view},
    settings::SettingsForm,
};

use super::{instant, set};
use crate::{
    batches::addresses,
    edges::settings::form,
    support::{House, refusal},
};

async fn expired(house: &House) -> i64 {
    house.credits(Which::Own(AccountKind::Expired)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapse_freezes_what_spends_by_the_clock_and_lets_the_rest_go_on() {
    let house = House::open().await;
    let plan = house.plan("Team", 100, Billing::Yearly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.allocate(house.forklift(), 20).await.expect("allocated");
    house
        .assign(house.forklift(), house.mara().user, 5)
        .await
        .expect("assigned");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    house.cancel_plan(false).await.expect("canceled");
    assert_eq!(
        refusal(house.cancel_plan(false).await),
        Refusal::SubscriptionIs(SubscriptionState::Canceled)
    );
    house.at("2027-02-20T00:00:00Z");
    let invited = house
        .invite(house.mara(), house.forklift(), "omar@northwind.example")
        .await;
    let invited = invited.expect("the period still runs");
    let other = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house.at("2027-03-02T09:05:00Z"); // No job runs.
    let (course, mara) = (house.forklift(), house.mara().user);
    for (what, answer) in [
        ("enroll", house.enroll(house.learner(2).user, course).await.map(drop)),
        (
            "invite",
            house
                .invite(house.mara(), course, "ruth@contoso.example")
                .await
                .map(drop),
        ),
        ("allocate", house.allocate(course, 1).await),
        ("assign", house.assign(course, mara, 1).await),
    ] {
        assert_eq!(refusal(answer), Refusal::Frozen, "{what}");
    }
    let token = house.token(invited).await;
    house
        .accept(house.learner(1), &token)
        .await
        .expect("held before, so it goes on");
    house.cancel(house.mara(), other).await.expect("a held credit returns");
    house.take_back(course, mara, 1).await.expect("back to the course");
    house.deallocate(course, 1).await.expect("back to the pool");
    house.grant(3).await.expect("credits may come in");
    let running = house.registration(house.learner(0).user, course).await;
    house.play(house.learner(0), running.id).await;

    house.at("2027-03-31T09:00:00Z");
    assert_eq!(house.renew_plan().await.expect("within the grace"), 100);
    assert_eq!(expired(&house).await, 0);
    house.enroll(house.learner(2).user, course).await.expect("thawed");
    assert_eq!(house.subscription().await.due_at, Some(instant("2028-03-31T09:00:00Z")));
    assert_eq!(
        refusal(house.renew_plan().await),
        Refusal::SubscriptionIs(SubscriptionState::Active)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_grace_the_plans_unused_credits_expire_and_no_others() {
    let house = House::open().await;
    house.grant(10).await.expect("by hand");
    let plan = house.plan("Team", 100, Billing::Yearly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.clock.advance(TimeDelta::hours(1));
    let (forklift, mara) = (house.forklift(), house.mara());
    house
        .enroll(house.learner(0).user, house.fire())
        .await
        .expect("from the pool");
    house
        .enroll(house.learner(1).user, house.fire())
        .await
        .expect("from the pool");
    house.allocate(forklift, 30).await.expect("allocated");
    house.assign(forklift, mara.user, 5).await.expect("assigned");
    house.invite(mara, forklift, "kai@contoso.example").await.expect("held");
    house.cancel_plan(true).await.expect("ended now");
    let row = house.subscription().await;
    let left = lots::left(house.portal.reader(), &row).await.expect("counted");
    assert_eq!(left, 97, "the plan’s were spent first: two enrolled, one held");
    house.clock.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
    house.rounds().await;
    assert_eq!(expired(&house).await, 0, "the grace is not over");
    house.clock.advance(TimeDelta::seconds(1));
    house.rounds().await;
    assert_eq!(expired(&house).await, 97);
    let on_course = house.credits(Which::Course(forklift)).await;
    assert_eq!(
        (house.pool().await, on_course, house.free(forklift, mara).await),
        (0, 6, 4)
    );
    let board = overview(house.portal.reader(), house.ada()).await.expect("a dashboard");
    assert_eq!(board.expired, 97, "seen on the dashboard, with its statement");
    let keys = house.keys("expire:").await;
    assert_eq!(keys.len(), 2, "one lot on two accounts: {keys:?}");
    assert!(keys[1].starts_with(&format!("{}:", keys[0])), "{keys:?}");
    assert_eq!(house.expire().await, 1, "its time is over by now");
    house.rounds().await;
    assert_eq!(house.free(forklift, mara).await, 5, "what comes back later stays");
    house.enroll(house.learner(2).user, forklift).await.expect("thawed");
    assert_eq!(
        refusal(house.renew_plan().await),
        Refusal::SubscriptionIs(SubscriptionState::Ended)
    );
    assert_eq!(house.subscribe(plan).await.expect("anew"), 100);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_slept_over_lapse_and_grace_does_both_and_no_grace_ends_at_once() {
    let house = House::open().await;
    let plan = house.plan("Team", 12, Billing::Monthly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.cancel_plan(false).await.expect("canceled");
    house.resume_plan().await.expect("resumed");
    house.cancel_plan(false).await.expect("canceled again");
    house.at("2026-09-01T00:00:00Z");
    assert_eq!(
        refusal(house.renew_plan().await),
        Refusal::SubscriptionIs(SubscriptionState::Ended)
    );
    house.rounds().await;
    assert_eq!((house.pool().await, expired(&house).await), (0, 1));
    let none = SettingsForm {
        grace_days: "0".into(),
        ..form()
    };
    set(&house, none).await;
    house.subscribe(plan).await.expect("anew");
    house.cancel_plan(true).await.expect("ended now");
    assert_eq!((house.pool().await, expired(&house).await), (0, 2));
    assert_eq!(house.subscription().await.state, SubscriptionState::Ended);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_put_aside_for_a_list_are_the_plans_and_bought_ones_do_not_expire() {
    let house = House::open().await;
    let plan = house.plan("Team", 60, Billing::Yearly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.grant(40).await.expect("by hand");
    let (ada, course) = (house.ada(), house.forklift());
    let list = house.given(ada, course, &addresses(50)).await;
    house.start(ada, list, Shortage::All).await.expect("50 are put aside");
    house.cancel_plan(true).await.expect("lapsed");
    let seen = view::current(&house.portal, ada).await.expect("a plan").expect("one");
    assert_eq!(seen.next.map(|(_, next)| next), Some(Next::Expire(10)));
    house.clock.advance(TimeDelta::days(23));
    house.rounds().await;
    let warned = house.letters(LetterKind::GraceEnding).await;
    assert!(warned[0].text.contains("10 credits"), "{}", warned[0].text);
    house.clock.advance(TimeDelta::days(7));
    house.rounds().await;
    assert_eq!(expired(&house).await, 10, "50 of 60 are spent by the list");
    house.run().await;
    assert_eq!((house.held().await, house.pool().await), (50, 40), "none of those 40");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_put_aside_than_is_left_of_the_plan_expires_nothing() {
    let house = House::open().await;
    let plan = house.plan("Team", 20, Billing::Yearly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.grant(40).await.expect("by hand");
    let (ada, course) = (house.ada(), house.forklift());
    let list = house.given(ada, course, &addresses(50)).await;
    house.start(ada, list, Shortage::All).await.expect("50 are put aside");
    let none = SettingsForm {
        grace_days: "0".into(),
        ..form()
    };
    set(&house, none).await;
    house.cancel_plan(true).await.expect("ended now");
    assert_eq!((expired(&house).await, house.pool().await), (0, 10));
    house.cancel_batch(ada, list).await.expect("canceled");
    assert_eq!(house.pool().await, 60, "they were spent in time: what comes back stays");
    house.close().await;
}
