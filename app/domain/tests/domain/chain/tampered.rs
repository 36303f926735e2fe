//! A chain that somebody changed below the triggers: the first break is named, with its transaction and what differs.
//! Everything is broken in a transaction that is never committed.

use lectern_contract::proofs::{ChainBreak, ChainFault};
use lectern_domain::credits::verify::verify;
use sea_orm::{ConnectionTrait, DbBackend, TransactionTrait};

use super::links;
use crate::support::House;

/// What is found first after these statements.
async fn found(house: &House, statements: &[&str]) -> ChainBreak {
    let db = house.portal.databases().writer.begin().await.expect("a transaction");
    for (table, act) in [
        ("posting", "update"),
        ("posting", "delete"),
        ("ledger_transaction", "update"),
        ("ledger_transaction", "delete"),
        ("ledger_link", "update"),
        ("ledger_link", "delete"),
    ] {
        let on = match db.get_database_backend() {
            DbBackend::Postgres => format!(" on {table}"),
            _ => String::new(),
        };
        let sql = format!("drop trigger {table}_no_{act}{on}");
        db.execute_unprepared(&sql).await.expect(table);
    }
    for statement in statements {
        let done = db.execute_unprepared(statement).await.expect(statement);
        assert!(
            done.rows_affected() > 0 || statement.starts_with("create"),
            "breaks nothing: {statement}"
        );
    }
    let report = verify(&db).await.expect("the ledger can be read");
    db.rollback().await.expect("as before");
    assert!(report.findings.iter().any(|finding| finding.rule == "L9"));
    assert_eq!(report.breaks.len(), 1, "{report:?}");
    report.breaks[0]
}

/// Six transactions: two grants, two allocations, and two holds.
async fn six() -> House {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    house.grant(4).await.expect("granted");
    for email in ["kai@contoso.example", "ruth@contoso.example"] {
        house.invite(house.mara(), house.forklift(), email).await.expect("sent");
    }
    assert_eq!(links(&house).await.len(), 6);
    house
}

/// The break at a link with its transaction.
async fn at(house: &House, number: i64, what: ChainFault) -> ChainBreak {
    let link = links(house).await.into_iter().find(|link| link.number == number);
    ChainBreak {
        number: Some(number),
        transaction: Some(link.expect("a link").transaction_id),
        what,
    }
}

const fn no_link(number: i64) -> ChainBreak {
    ChainBreak {
        number: Some(number),
        transaction: None,
        what: ChainFault::LinkMissing,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_link_is_named() {
    let house = six().await;
    for number in [1, 3, 6] {
        let sql = format!("delete from ledger_link where number = {number}");
        assert_eq!(found(&house, &[&sql]).await, no_link(number));
    }
    let both = "delete from ledger_link where number in (4, 5)";
    assert_eq!(found(&house, &[both]).await, no_link(4));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_in_a_linked_transaction_is_named() {
    let house = six().await;
    for sql in [
        "update ledger_transaction set reason = 'Another' where id in $link",
        "update ledger_transaction set kind = 'adjust' where id in $link",
        "update ledger_transaction set actor_id = null where id in $link",
        "update ledger_transaction set role = null where id in $link",
        "update ledger_transaction set idempotency_key = 'another' where id in $link",
        "update ledger_transaction set course_id = (select id from course order by id limit 1) where id in $link",
        "update posting set amount = 2 * amount where transaction_id in $link",
        "update posting set balance = balance + 1 where transaction_id in $link and amount > 0",
        "update posting set line = line + 100 where transaction_id in $link and amount < 0",
        "update posting set counter_account_id = account_id where transaction_id in $link and amount < 0",
        "delete from posting where transaction_id in $link and amount > 0",
    ] {
        let sql = sql.replace("$link", "(select transaction_id from ledger_link where number = 4)");
        let expected = at(&house, 4, ChainFault::Hash).await;
        assert_eq!(found(&house, &[&sql]).await, expected, "{sql}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_in_another_order_are_named() {
    let house = six().await;
    let turned = [
        "update ledger_link set number = 100 where number = 2",
        "update ledger_link set number = 2 where number = 3",
        "update ledger_link set number = 3 where number = 100",
    ];
    let third = links(&house).await[2].transaction_id;
    let expected = ChainBreak {
        number: Some(2),
        transaction: Some(third),
        what: ChainFault::Order,
    };
    assert_eq!(found(&house, &turned).await, expected, "links that changed places");

    let swapped = [
        "create temporary table kept as select number, transaction_id from ledger_link where number in (1, 2)",
        "update ledger_link set transaction_id = id where number in (1, 2)",
        "update ledger_link set transaction_id =
         (select k.transaction_id from kept k where k.number = 3 - ledger_link.number) where number in (1, 2)",
    ];
    let links = links(&house).await;
    let expected = ChainBreak {
        number: Some(1),
        transaction: Some(links[1].transaction_id),
        what: ChainFault::Hash,
    };
    assert_eq!(
        found(&house, &swapped).await,
        expected,
        "transactions that changed places"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_in_no_link_and_one_that_is_gone_are_named() {
    let house = six().await;
    let last = links(&house).await[5].transaction_id;
    let cut = [
        "update ledger_head set number = 5, hash = (select previous from ledger_link where number = 6
         and organization_id = ledger_head.organization_id)",
        "delete from ledger_link where number = 6",
    ];
    let expected = ChainBreak {
        number: None,
        transaction: Some(last),
        what: ChainFault::Unlinked,
    };
    assert_eq!(found(&house, &cut).await, expected);

    let gone = at(&house, 5, ChainFault::TransactionMissing).await;
    let removed = [
        "delete from posting where transaction_id in (select transaction_id from ledger_link where number = 5)",
        "delete from ledger_transaction where id in (select transaction_id from ledger_link where number = 5)",
    ];
    assert_eq!(found(&house, &removed).await, gone);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_that_is_elsewhere_is_named() {
    let house = six().await;
    let end = ChainBreak {
        number: Some(6),
        transaction: None,
        what: ChainFault::Head,
    };
    let sql = "update ledger_head set number = 5, hash = (select previous from ledger_link where number = 6
        and organization_id = ledger_head.organization_id)";
    assert_eq!(found(&house, &[sql]).await, end);
    let sql = "update ledger_head set hash = (select previous from ledger_link where number = 6
        and organization_id = ledger_head.organization_id)";
    assert_eq!(found(&house, &[sql]).await, end);
    let sql = "update ledger_link set version = 7 where number = 2";
    assert_eq!(found(&house, &[sql]).await, at(&house, 2, ChainFault::Version).await);
    house.close().await;
}
