//! Subscriptions raced: two portals, one calendar.

use chrono::TimeDelta;
use lectern_contract::{Refusal, credits::AccountKind, plans::Billing};
use lectern_domain::{
    credits::{self, accounts::Which},
    plans::{rounds, subscribe},
};

use crate::support::{House, fresh_key, rush, sort};

#[tokio::test(flavor = "multi_thread")]
async fn of_many_subscriptions_at_once_one_begins() {
    let house = House::open().await;
    let plan = house.plan("Team", 120, Billing::Yearly).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let ada = house.ada().clone();
    let answers = rush(&portals, 10, |portal, _| {
        let ada = ada.clone();
        async move {
            let tx = portal.begin().await?;
            let granted = subscribe::subscribe(&tx, &ada, &fresh_key(), plan).await?;
            tx.commit().await?;
            Ok(granted)
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!((through, refused.len()), (vec![120], 9));
    assert_eq!(house.pool().await, 120);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_of_two_processes_grant_each_period_once() {
    let house = House::open().await;
    let plan = house.plan("Team", 500, Billing::Monthly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.at("2027-03-01T00:00:00Z");
    let waiting = rounds::waiting(&house.portal).await.expect("read");
    let [id] = waiting[..] else {
        panic!("one waits: {waiting:?}")
    };
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 8, |portal, _| async move {
        let tx = portal.begin().await?;
        let done = rounds::round(&tx, id).await?;
        tx.commit().await?;
        Ok(done)
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(refused, []);
    assert_eq!(
        through.iter().filter(|done| **done).count(),
        1,
        "the others found it done"
    );
    assert_eq!(house.pool().await, 500);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_plan_that_ends_takes_its_credits_from_wherever_they_are_moved_meanwhile() {
    let house = House::open().await;
    let plan = house.plan("Team", 60, Billing::Yearly).await;
    house.subscribe(plan).await.expect("subscribed");
    let course = house.forklift();
    house.allocate(course, 60).await.expect("allocated");
    for manager in [house.mara(), house.noor()] {
        house.assign(course, manager.user, 30).await.expect("assigned");
    }
    house.cancel_plan(true).await.expect("lapsed");
    house.clock.advance(TimeDelta::days(30));
    let id = house.subscription().await.id;
    let portals = [house.portal.clone(), house.second_process().await];
    // The pool and the course begin with nothing: what comes to them meanwhile expires, too.
    let answers = rush(&portals, 25, |portal, number| {
        let ada = house.ada().clone();
        let manager = [house.mara().user, house.noor().user][number % 2];
        async move {
            let (tx, key) = (portal.begin().await?, fresh_key());
            match number % 5 {
                0 if number == 10 => assert!(rounds::round(&tx, id).await?),
                0 | 1 => credits::deallocate(&tx, &ada, &key, course, 1).await?,
                _ => credits::take_back(&tx, &ada, &key, course, manager, 2).await?,
            }
            tx.commit().await
        }
    })
    .await;
    let (_, refused) = sort(answers);
    let short = |refusal: &Refusal| matches!(refusal, Refusal::NotEnoughCredits { .. });
    assert!(refused.iter().all(short), "{refused:?}");
    assert_eq!(house.credits(Which::Own(AccountKind::Expired)).await, 60);
    let on_course = house.credits(Which::Course(course)).await;
    assert_eq!((house.pool().await, on_course), (0, 0));
    house.close().await;
}
