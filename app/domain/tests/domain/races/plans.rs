//! Subscriptions raced: two portals, one calendar.

use lectern_contract::plans::Billing;
use lectern_domain::plans::{rounds, subscribe};

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
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 8, |portal, _| async move {
        let tx = portal.begin().await?;
        let done = rounds::round(&tx).await?;
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
