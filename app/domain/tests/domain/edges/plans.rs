//! Plans at the calendar's edges (`spec/credits.md` 4, 5).

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    Refusal,
    batches::Shortage,
    credits::AccountKind,
    letters::LetterKind,
    plans::{Billing, Effect, Next, SubscriptionState},
    refusal::Field,
    settings::Proration,
};
use lectern_domain::{
    Actor,
    credits::{self, accounts::Which, overview::overview},
    plans::{
        lots,
        offer::{self, PlanForm},
        subscribe, view,
    },
    samples,
    settings::{self, SettingsForm},
};

use super::settings::form;
use crate::{
    batches::addresses,
    support::{House, fresh_key, plan_form, refusal},
};

async fn set(house: &House, form: SettingsForm) {
    let changed = house.act(async |tx| settings::change(tx, house.ada(), &form).await);
    changed.await.expect("settings are changed");
}

async fn expired(house: &House) -> i64 {
    house.credits(Which::Own(AccountKind::Expired)).await
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

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
async fn plans_are_an_admins_have_a_name_once_and_are_archived_without_taking_them_away() {
    let house = House::open().await;
    let plan = house.plan("Team", 120, Billing::Monthly).await;
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    let again = plan_form("Team", 5, Billing::Yearly);
    let create = async |who: &Actor, form: &PlanForm| {
        house
            .act(async |tx| offer::create(tx, who, &fresh_key(), form).await)
            .await
    };
    assert_eq!(refusal(create(house.ada(), &again).await), Refusal::PlanNameTaken);
    assert_eq!(refusal(create(house.mara(), &again).await), Refusal::NotFound);
    create(&sol, &again).await.expect("another company’s name");
    let price = PlanForm {
        price: "a lot".into(),
        ..plan_form("X", 5, Billing::Yearly)
    };
    assert_eq!(
        refusal(create(house.ada(), &price).await),
        Refusal::Malformed(Field::Price)
    );
    let many = PlanForm {
        credits: "1000001".into(),
        ..plan_form("X", 5, Billing::Yearly)
    };
    assert_eq!(refusal(create(house.ada(), &many).await), Refusal::AmountOutOfRange);
    let theirs = house.act(async |tx| subscribe::subscribe(tx, &sol, &fresh_key(), plan).await);
    assert_eq!(refusal(theirs.await), Refusal::NotFound);

    house.subscribe(plan).await.expect("subscribed");
    assert_eq!(refusal(house.subscribe(plan).await), Refusal::AlreadySubscribed);
    house
        .act(async |tx| offer::edit(tx, house.ada(), plan, &plan_form("Team", 240, Billing::Monthly)).await)
        .await
        .expect("edited");
    house
        .act(async |tx| offer::archive(tx, house.ada(), plan).await)
        .await
        .expect("archived");
    house.at("2026-04-03T00:00:00Z");
    house.rounds().await;
    assert_eq!(house.pool().await, 20, "it renews, on the terms it was begun with");
    create(house.ada(), &again).await.expect("the name is free again");
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
