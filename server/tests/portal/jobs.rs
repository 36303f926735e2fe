//! The rounds of jobs: what fails for one keeps nobody else waiting.

use chrono::TimeDelta;
use lectern_contract::{credits::AccountKind, money::Currency, plans::Billing};
use lectern_domain::{
    Actor,
    credits::accounts::{self, Which},
    plans::{
        offer::{self, PlanForm},
        subscribe,
    },
    samples::LEARNERS,
};
use lectern_server::jobs;

use crate::support::House;

/// A monthly plan of 120 credits a year begins.
async fn subscribed(house: &House, who: &Actor) {
    let form = PlanForm {
        name: "Team".into(),
        credits: "120".into(),
        billing: Billing::Monthly,
        currency: Currency::Eur,
        price: "10".into(),
        credit_price: "1".into(),
    };
    let plan = house
        .act(async |tx| offer::create(tx, who, "jobs/plan", &form).await)
        .await;
    house
        .act(async |tx| subscribe::subscribe(tx, who, "jobs/subscribe", plan).await)
        .await;
}

async fn pool(house: &House, who: &Actor) -> i64 {
    let pool = Which::Own(AccountKind::Pool);
    let balance = accounts::balance(house.portal.reader(), who.organization, pool).await;
    balance.expect("a balance")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_fails_keeps_neither_others_nor_the_sweeps_waiting() {
    let house = House::open().await;
    let (ada, sol) = (house.ada().clone(), house.people().sol.clone());
    house.browser(&ada).await;
    subscribed(&house, &ada).await;
    house.clock.advance(TimeDelta::minutes(1)); // Hers is due first.
    subscribed(&house, &sol).await;
    let (before, theirs) = (pool(&house, &ada).await, pool(&house, &sol).await);
    let of_ada = "where id <> (select organization_id from users where email = 'sol@southwind.example')";
    let zone = house
        .texts(&format!("select time_zone from organization {of_ada}"))
        .await;
    house
        .sabotage(&format!(
            "update organization set time_zone = 'Nowhere/At_All' {of_ada}"
        ))
        .await;
    house.clock.advance(TimeDelta::days(40));
    let sessions = "select cast(count(*) as text) from session";
    assert_ne!(house.texts(sessions).await, ["0"]);
    for round in ["a failure", "the same failure"] {
        jobs::round(&house.portal).await.expect_err(round);
        assert_eq!(
            pool(&house, &sol).await,
            theirs + 10,
            "the neighbor’s plan renewed, once"
        );
        assert_eq!(pool(&house, &ada).await, before);
        assert_eq!(house.texts(sessions).await, ["0"], "sweeps come after renewals");
    }
    house
        .sabotage(&format!("update organization set time_zone = '{}' {of_ada}", zone[0]))
        .await;
    jobs::round(&house.portal).await.expect("whole again");
    assert_eq!(pool(&house, &ada).await, before + 10, "and caught up");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_tells_of_what_falls_due_and_the_next_does_not() {
    let house = House::open().await;
    // As if the only registration had been passed at once.
    house
        .sabotage("update registration set completion = 'completed', success = 'passed', completed_at = created_at")
        .await;
    house.sabotage("update course set validity_months = 12").await;
    let told = "select recipient from letter where kind = 'falls_due'";
    for (days, letters) in [(300, 0), (50, 1), (1, 1)] {
        house.clock.advance(TimeDelta::days(days));
        jobs::round(&house.portal).await.expect("a round");
        let to = house.texts(told).await;
        assert_eq!(to, vec![LEARNERS[0].1; letters], "after {days} days more");
    }
    house.close().await;
}
