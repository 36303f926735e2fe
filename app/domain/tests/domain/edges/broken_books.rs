//! A ledger that somebody changed behind the portal's back: the verification names each broken rule. Everything is
//! broken in a transaction that is never committed.

use std::collections::BTreeSet;

use lectern_contract::orders::Provider;
use lectern_domain::credits::verify::verify;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, TransactionTrait};

use crate::support::{House, paid};

/// Takes away what keeps the rows as they are written: triggers and the index of refunds.
async fn unguard(db: &DatabaseTransaction) {
    for table in ["posting", "ledger_transaction"] {
        let on = match db.get_database_backend() {
            DbBackend::Postgres => format!(" on {table}"),
            _ => String::new(),
        };
        let sql = format!("drop trigger {table}_no_update{on}");
        db.execute_unprepared(&sql).await.expect(table);
    }
    db.execute_unprepared("drop index ledger_refund_once")
        .await
        .expect("the index is there");
}

/// The rules that are named after these statements.
async fn named(house: &House, statements: &[&str]) -> BTreeSet<&'static str> {
    let db = house.portal.databases().writer.begin().await.expect("a transaction");
    unguard(&db).await;
    for statement in statements {
        let done = db.execute_unprepared(statement).await.expect(statement);
        assert!(done.rows_affected() > 0, "breaks nothing: {statement}");
    }
    let report = verify(&db).await.expect("the ledger can be read");
    db.rollback().await.expect("as before");
    report.findings.iter().map(|finding| finding.rule).collect()
}

/// Two refunds, one to a manager who invited and one to the course, and an invitation that is pending.
async fn with_refunds() -> House {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    house.grant(3).await.expect("granted");
    house.allocate(house.forklift(), 2).await.expect("allocated");
    let invited = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    let accepted = house.accept(house.learner(0), &token).await.expect("accepted");
    house
        .enroll(house.learner(1).user, house.forklift())
        .await
        .expect("enrolled");
    let enrolled = house.registration(house.learner(1).user, house.forklift()).await.id;
    for registration in [accepted, enrolled] {
        assert!(house.withdraw(registration).await.expect("withdrawn"), "refunded");
    }
    house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house
}

const REFUNDS: &str = "(select id from ledger_transaction where kind = 'refund')";

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_of_another_amount_or_to_another_account_is_named() {
    let house = with_refunds().await;
    let broken = async |sql: &str| named(&house, &[&sql.replace("$refunds", REFUNDS)]).await;
    let amount = "update posting set amount = amount * 2 where transaction_id in $refunds";
    assert!(broken(amount).await.contains("L8"));
    for kind in ["pool", "held"] {
        let account = format!(
            "update posting set line = line + 900, account_id = (select id from account where kind = '{kind}'
             and organization_id = posting.organization_id) where amount > 0 and transaction_id in $refunds"
        );
        assert!(broken(&account).await.contains("L8"), "{kind}");
    }
    let course = "update posting set line = line + 900, account_id = (select course_id_of.id from account course_id_of
        where course_id_of.kind = 'course' and course_id_of.course_id <> (select t.course_id from ledger_transaction t
        where t.id = posting.transaction_id) and course_id_of.organization_id = posting.organization_id limit 1)
        where amount > 0 and transaction_id in $refunds";
    house
        .allocate(house.fire(), 1)
        .await
        .expect("another course has an account");
    assert!(broken(course).await.contains("L8"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_of_nothing_or_of_what_was_refunded_is_named() {
    let house = with_refunds().await;
    let twice = "update ledger_transaction set refunds_id = (select refunds_id from ledger_transaction
        where kind = 'refund' order by id limit 1) where kind = 'refund'";
    assert!(named(&house, &[twice]).await.contains("L8"));
    let nothing = "update ledger_transaction set refunds_id = null where kind = 'refund'";
    assert!(named(&house, &[nothing]).await.contains("L8"));
    let a_hold = "update ledger_transaction set refunds_id = (select id from ledger_transaction where kind = 'hold'
        order by id limit 1) where kind = 'refund'";
    assert!(named(&house, &[a_hold]).await.contains("L8"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_other_broken_rule_is_named() {
    let house = with_refunds().await;
    assert_eq!(named(&house, &[]).await, BTreeSet::new(), "whole before");
    for (rule, sql) in [
        ("L1", "update posting set amount = amount + 1 where amount > 0"),
        ("L2", "update account set balance = balance + 1 where kind = 'pool'"),
        ("L3", "update account set lines = lines + 1 where kind = 'pool'"),
        ("L3", "update posting set balance = balance + 1"),
        ("L4", "update account set balance = -1 where kind = 'pool'"),
        ("L5", "update account set balance = balance + 1 where kind = 'pool'"),
        ("L6", "update invitation set state = 'canceled' where state = 'pending'"),
        ("L7", "update account set balance = balance + 1 where kind = 'consumed'"),
        ("L4", "update account set reserved = 1 where kind = 'pool'"),
        ("L9", "update posting set line = line + 100"),
        (
            "L11",
            "update ledger_transaction set kind = 'take_back' where kind = 'hold'",
        ),
        (
            "L12",
            "update ledger_transaction set created_at = '2001-01-01T00:00:00+00:00' where kind = 'hold'",
        ),
        (
            "L12",
            "update ledger_transaction set kind = 'give' where kind = 'refund'",
        ),
    ] {
        let found = named(&house, &[sql]).await;
        assert!(found.contains(rule), "{rule} is not among {found:?}: {sql}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_that_is_not_its_orders_is_named() {
    let house = with_refunds().await;
    house.open_shop().await;
    let order = house.order(2, Provider::Stripe).await;
    house.hear("evt_1", paid(order, "pi_1", 238)).await;
    house.order(1, Provider::Stripe).await;
    assert_eq!(named(&house, &[]).await, BTreeSet::new(), "whole before");
    for (rule, sql) in [
        (
            "L5",
            "update ledger_transaction set order_id = null where kind = 'purchase'",
        ),
        (
            "L5",
            "update ledger_transaction set kind = 'release' where kind = 'purchase'",
        ),
        ("L5", "update credit_order set taken_back = 1 where paid_at is not null"),
        (
            "L5",
            "update credit_order set quantity = quantity + 1 where paid_at is not null",
        ),
        ("L5", "update credit_order set number = 7 where paid_at is null"),
        ("L5", "update price set invoices = invoices + 1"),
        ("L4", "update account set balance = -1 where kind = 'pool'"),
    ] {
        let found = named(&house, &[sql]).await;
        assert!(found.contains(rule), "{rule} is not among {found:?}: {sql}");
    }
    let overdrawn = "update posting set balance = -1 where amount < 0
        and account_id in (select id from account where kind = 'pool')";
    assert!(named(&house, &[overdrawn]).await.contains("L4"));
    house.close().await;
}
