//! A portal from before the chain: its ledger is linked when it starts the next time, in small steps.

use chrono::TimeDelta;
use lectern_contract::proofs::{ChainBreak, ChainFault};
use lectern_domain::credits::{chain::catch_up::catch_up, verify::verify};
use lectern_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QueryOrder, TransactionTrait};

use super::{assert_whole, head, links, proof::prove, transactions};
use crate::support::{House, act_on, fresh_key, rush};

/// A house with this many grants whose database is as it was before the step, brought up to date again.
async fn migrated(grants: i64) -> House {
    let house = House::open().await;
    house
        .act(async |tx| {
            for number in 0..grants {
                let note = format!("Grant {number}");
                lectern_domain::credits::grant(tx, house.ada(), &fresh_key(), 1, &note).await?;
            }
            Ok(())
        })
        .await
        .expect("granted");
    let db = &house.portal.databases().writer;
    for sql in [
        "drop table proof",
        "drop table ledger_link",
        "drop table ledger_head",
        "delete from seaql_migrations where version like '%_000022_chain'",
    ] {
        db.execute_unprepared(sql).await.expect(sql);
    }
    Migrator::up(db, None).await.expect("the step is applied");
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_of_old_is_linked_oldest_first_and_goes_on() {
    let house = migrated(1_203).await;
    assert!(head(&house).await.behind);
    assert_eq!(links(&house).await.len(), 0);
    house.verify().await;
    house.grant(5).await.expect("acts go on meanwhile");
    assert_eq!(links(&house).await.len(), 0, "nothing is linked before what was there");
    let all = transactions(&house.portal).await;
    assert_eq!(catch_up(&house.portal).await.expect("linked"), all);
    assert_whole(&house).await;
    let oldest = lectern_entities::ledger_transaction::Entity::find()
        .order_by_asc(lectern_entities::ledger_transaction::Column::Id)
        .one(house.portal.reader())
        .await
        .expect("read")
        .expect("a transaction");
    assert_eq!(links(&house).await[0].transaction_id, oldest.id);
    assert_eq!(catch_up(&house.portal).await.expect("nothing left"), 0);
    house.grant(5).await.expect("granted");
    assert_whole(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_portal_has_nothing_to_catch_up_with() {
    let house = House::open().await;
    assert_eq!(catch_up(&house.portal).await.expect("nothing"), 0);
    house.grant(1).await.expect("granted");
    assert_whole(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_believed_that_a_ledger_is_of_old_once_it_was_proven() {
    let house = House::open().await;
    house.grant(1).await.expect("granted");
    house.clock.advance(TimeDelta::hours(16));
    assert!(prove(&house.portal).await > 0);
    house.grant(2).await.expect("granted");
    let writer = &house.portal.databases().writer;
    let say = "update ledger_head set behind = true";
    // A transaction in no link, and one statement to hide it; never committed.
    let forged = links(&house).await.pop().expect("a link");
    let db = writer.begin().await.expect("a transaction");
    let on = match db.get_database_backend() {
        DbBackend::Postgres => " on ledger_link",
        _ => "",
    };
    let untied = format!("drop trigger ledger_link_no_delete{on}");
    let cut = format!(
        "update ledger_head set number = {}, hash = '{}' where organization_id =
         (select organization_id from ledger_link where number = {})",
        forged.number - 1,
        forged.previous,
        forged.number
    );
    let removed = format!("delete from ledger_link where number = {}", forged.number);
    for sql in [untied.as_str(), &cut, &removed, say] {
        db.execute_unprepared(sql).await.expect(sql);
    }
    let report = verify(&db).await.expect("the ledger can be read");
    db.rollback().await.expect("as before");
    let expected = ChainBreak {
        number: None,
        transaction: Some(forged.transaction_id),
        what: ChainFault::Unlinked,
    };
    assert_eq!(report.breaks, [expected]);
    // Nor does it keep from the chain what is posted afterwards, nor is anything taken into it that was not posted.
    writer.execute_unprepared(say).await.expect(say);
    house.grant(3).await.expect("granted");
    assert_eq!(links(&house).await.len(), transactions(&house.portal).await);
    assert_eq!(catch_up(&house.portal).await.expect("nothing"), 0);
    assert!(head(&house).await.behind, "it is left for those who look into it");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_catch_up_while_acts_go_on() {
    let house = migrated(700).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 22, |portal, number| {
        let ada = house.ada().clone();
        async move {
            if number < 2 {
                return catch_up(&portal).await.map(drop);
            }
            let grant = async |tx: &lectern_domain::Tx| {
                lectern_domain::credits::grant(tx, &ada, &fresh_key(), 1, "Meanwhile").await
            };
            act_on(&portal, grant).await
        }
    })
    .await;
    for answer in answers {
        answer.expect("nobody fails");
    }
    assert_whole(&house).await;
    house.close().await;
}
