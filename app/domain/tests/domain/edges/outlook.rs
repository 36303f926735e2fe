//! Burn rate and forecast, read from a real ledger (`spec/credits.md`, Forecast).

use chrono::TimeDelta;
use lectern_contract::{
    Refusal,
    outlook::{Burn, RunsOut, Window},
    plans::Billing,
};
use lectern_domain::{credits::outlook, samples};

use crate::support::{House, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_has_no_history_and_says_so() {
    let house = House::open().await;
    let look = outlook::course(&house.portal, house.mara(), house.forklift())
        .await
        .expect("theirs");
    assert_eq!(
        (look.account, look.burn, look.runs_out),
        (None, Burn::Unknown, RunsOut::Already)
    );
    assert!(look.past.is_empty());
    house.grant(50).await.expect("granted");
    let look = outlook::pool(&house.portal, house.ada()).await.expect("the pool");
    assert_eq!(
        (look.burn, look.runs_out, look.more),
        (Burn::Unknown, RunsOut::Unknown, 12)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_who_invites_one_a_day_runs_out_on_a_day() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 40).await;
    for day in 0..14 {
        let email = format!("guest{day}@contoso.example");
        let id = house.invite(mara, course, &email).await.expect("sent");
        if day == 3 {
            house.cancel(mara, id).await.expect("what comes back was not used");
        }
        house.clock.advance(TimeDelta::days(1));
    }
    let look = outlook::course(&house.portal, mara, course).await.expect("theirs");
    let rate = Burn::Known {
        used: 13,
        days: 14,
        window: Window::Recent,
    };
    assert_eq!((look.free, look.held, look.burn), (27, 13, rate));
    // ⌊13·d/14⌋ reaches 27 on day 30.
    assert_eq!(look.runs_out, RunsOut::On(house.portal.now() + TimeDelta::days(30)));
    assert_eq!(look.past.last().expect("now").balance, 27);
    assert_eq!(look.past.first().expect("the beginning").balance, 0);
    assert!(look.past.is_sorted_by_key(|point| point.at), "{:?}", look.past);
    assert!(look.past.iter().any(|point| point.balance == 39), "{:?}", look.past);

    let above = outlook::course(&house.portal, house.ada(), course)
        .await
        .expect("the course");
    let passed_on = Burn::Known {
        used: 40,
        days: 14,
        window: Window::Recent,
    };
    assert_eq!(
        (above.free, above.burn, above.runs_out),
        (0, passed_on, RunsOut::Already)
    );
    assert_eq!(above.more, 80, "28 days of that");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_month_is_judged_by_the_quarter() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 10).await;
    for name in ["a", "b", "c"] {
        house
            .invite(mara, course, &format!("{name}@contoso.example"))
            .await
            .expect("sent");
    }
    house.clock.advance(TimeDelta::days(29));
    let look = outlook::course(&house.portal, mara, course).await.expect("theirs");
    let long = Burn::Known {
        used: 3,
        days: 29,
        window: Window::Long,
    };
    assert_eq!(
        (look.burn, look.past.first().map(|point| point.balance)),
        (long, Some(0))
    );
    house.clock.advance(TimeDelta::days(70));
    let look = outlook::course(&house.portal, mara, course).await.expect("theirs");
    assert_eq!(look.burn, Burn::Unknown, "a quarter ago nothing counts");
    assert_eq!(look.past.first().map(|point| point.balance), Some(7));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plans_grants_put_the_day_off() {
    let house = House::open().await;
    let plan = house.plan("Team", 120, Billing::Monthly).await;
    house.subscribe(plan).await.expect("10 a month");
    house.grant(30).await.expect("granted");
    for _ in 0..10 {
        house.allocate(house.forklift(), 1).await.expect("allocated");
        house.clock.advance(TimeDelta::days(1));
    }
    let look = outlook::pool(&house.portal, house.ada()).await.expect("the pool");
    let (at, next) = look.next_grant.expect("a grant comes");
    assert_eq!(
        (at, next),
        ("2026-04-02T08:05:00Z".parse().expect("an instant"), 10),
        "10:05 in Berlin, in summer"
    );
    let RunsOut::On(with) = look.runs_out else {
        panic!("{look:?}")
    };
    house.cancel_plan(false).await.expect("canceled");
    let look = outlook::pool(&house.portal, house.ada()).await.expect("the pool");
    assert_eq!(look.next_grant, None);
    let RunsOut::On(without) = look.runs_out else {
        panic!("{look:?}")
    };
    assert_eq!(
        (without - house.portal.now(), with - without),
        (TimeDelta::days(30), TimeDelta::days(10))
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_spend_does_not_look() {
    let house = House::open().await;
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    for who in [house.mara(), house.learner(0)] {
        assert_eq!(refusal(outlook::pool(&house.portal, who).await), Refusal::NotFound);
    }
    for who in [&sol, house.learner(0), house.noor()] {
        let look = outlook::course(&house.portal, who, house.fire()).await;
        assert_eq!(refusal(look), Refusal::NotFound);
    }
    let theirs = outlook::pool(&house.portal, &sol).await.expect("their own");
    assert_eq!(theirs.free, 0);
    house.close().await;
}
