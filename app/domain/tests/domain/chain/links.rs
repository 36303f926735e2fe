//! Links as they are made.

use chrono::TimeDelta;
use lectern_contract::{Refusal, credits::TransactionKind};
use lectern_domain::credits;
use lectern_entities::ledger_transaction;
use sea_orm::EntityTrait;

use super::{assert_whole, head, links};
use crate::support::{House, fresh_key, refusal, rush, sort};

#[tokio::test(flavor = "multi_thread")]
async fn every_movement_is_linked_in_the_order_it_was_posted() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    for email in ["kai@contoso.example", "ruth@contoso.example"] {
        house.clock.advance(TimeDelta::minutes(1));
        house.invite(house.mara(), house.forklift(), email).await.expect("sent");
    }
    assert_whole(&house).await;
    let mut kinds = Vec::new();
    for link in links(&house).await {
        let row = ledger_transaction::Entity::find_by_id(link.transaction_id);
        let row = row.one(house.portal.reader()).await.expect("read");
        kinds.push(row.expect("its transaction").kind);
    }
    assert_eq!(
        kinds,
        [
            TransactionKind::Grant,
            TransactionKind::Allocate,
            TransactionKind::Assign,
            TransactionKind::Hold,
            TransactionKind::Hold
        ]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_act_leaves_no_link() {
    let house = House::open().await;
    house.grant(2).await.expect("granted");
    let before = head(&house).await;
    assert!(matches!(
        refusal(house.allocate(house.forklift(), 3).await),
        Refusal::NotEnoughCredits { .. }
    ));
    assert_eq!(head(&house).await, before);
    let dropped = house.portal.begin().await.expect("begun");
    credits::grant(&dropped, house.ada(), &fresh_key(), 9, "Never committed")
        .await
        .expect("granted");
    drop(dropped);
    assert_eq!(head(&house).await, before);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn movements_of_many_at_once_make_one_chain() {
    let house = House::open().await;
    house.grant(200).await.expect("granted");
    house.allocate(house.forklift(), 60).await.expect("allocated");
    let portals = [house.portal.clone(), house.second_process().await];
    for _ in 0..3 {
        let answers = rush(&portals, 40, |portal, number| {
            let (ada, mara) = (house.ada().clone(), house.mara().user);
            let (forklift, fire) = (house.forklift(), house.fire());
            async move {
                let (tx, key) = (portal.begin().await?, fresh_key());
                match number % 5 {
                    0 => credits::grant(&tx, &ada, &key, 3, "Among many").await?,
                    1 => credits::allocate(&tx, &ada, &key, fire, 1).await?,
                    2 => credits::deallocate(&tx, &ada, &key, forklift, 1).await?,
                    3 => credits::assign(&tx, &ada, &key, forklift, mara, 1).await?,
                    _ => {
                        // Two movements in one transaction, between accounts that it locks once.
                        credits::allocate(&tx, &ada, &key, forklift, 2).await?;
                        credits::deallocate(&tx, &ada, &fresh_key(), forklift, 1).await?;
                    }
                }
                tx.commit().await
            }
        })
        .await;
        let (through, refused) = sort(answers);
        assert_eq!((through.len(), refused), (40, vec![]));
        assert_whole(&house).await;
    }
    house.close().await;
}
