//! The tables are what the entities say, and what is written once stays.

use lectern_contract::{credits::AccountKind, orders::Provider};
use lectern_domain::credits::verify::checks::CHECKS;
use lectern_entities::{
    account, api_key, api_window, attempt, audit, batch, batch_row, bounce, certificate, claim, course, course_manager,
    course_threshold, course_version, credit_order, credit_request, digest, due_letter, instance, instance_item,
    invitation, invoice, launch, launch_commit, ledger_head, ledger_link, ledger_transaction, letter, lot, money_back,
    order_event, organization, payment, payment_event, plan, posting, price, proof, receipt, recovery_code, refused,
    registration, reminder, second_factor, session, settings, subscription, terms, ticket, user, user_role, webhook,
    webhook_attempt, webhook_delivery,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Statement,
    TransactionTrait,
};

use crate::support::{House, paid};

#[tokio::test(flavor = "multi_thread")]
async fn every_entity_is_selected_from_a_migrated_database() {
    let house = House::empty().await;
    let db = house.portal.reader();
    macro_rules! select {
        ($($entity:ident),+ $(,)?) => {$(
            $entity::Entity::find().limit(1).all(db).await.expect(stringify!($entity));
        )+};
    }
    select!(
        account,
        api_key,
        api_window,
        attempt,
        audit,
        batch,
        batch_row,
        bounce,
        claim,
        certificate,
        course,
        course_manager,
        course_threshold,
        course_version,
        credit_request,
        credit_order,
        digest,
        due_letter,
        instance,
        instance_item,
        invitation,
        invoice,
        launch,
        launch_commit,
        ledger_head,
        ledger_link,
        ledger_transaction,
        letter,
        lot,
        money_back,
        order_event,
        organization,
        plan,
        payment,
        payment_event,
        posting,
        price,
        proof,
        receipt,
        recovery_code,
        refused,
        registration,
        reminder,
        second_factor,
        session,
        settings,
        subscription,
        terms,
        ticket,
        user,
        user_role,
        webhook,
        webhook_attempt,
        webhook_delivery,
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_once_is_neither_changed_nor_deleted() {
    let house = House::open().await;
    house.grant(3).await.expect("granted");
    house.open_shop().await;
    let order = house.order(1, Provider::Stripe).await;
    house.hear("evt_1", paid(order, "pi_1", 119)).await;
    let db = &house.portal.databases().writer;
    for statement in [
        "update posting set amount = amount + 1",
        "delete from posting",
        "update ledger_transaction set reason = 'another'",
        "delete from ledger_transaction",
        "update audit set act = 'nothing'",
        "delete from audit",
        "update terms set text = 'another'",
        "delete from terms",
        "update order_event set credits = 5",
        "delete from order_event",
        "update invoice set number = 7",
        "delete from invoice",
        "update payment_event set body = ''",
        "delete from payment_event",
        "update ledger_link set hash = previous",
        "delete from ledger_link",
        "delete from ledger_head",
    ] {
        let error = db.execute_unprepared(statement).await.expect_err(statement);
        assert!(error.to_string().contains("never changed"), "{statement}: {error}");
    }
    if db.get_database_backend() == DbBackend::Postgres {
        for table in ["posting", "ledger_transaction", "ledger_link", "audit"] {
            let statement = format!("truncate {table} cascade");
            let error = db.execute_unprepared(&statement).await.expect_err(&statement);
            assert!(error.to_string().contains("never changed"), "{statement}: {error}");
        }
    }
    assert_eq!(house.pool().await, 4);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_refuses_balances_below_zero_and_below_what_is_put_aside() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("held");
    let db = &house.portal.databases().writer;
    for kind in AccountKind::ALL {
        let there = account::Entity::find()
            .filter(account::Column::Kind.eq(*kind))
            .count(db)
            .await;
        assert_ne!(there.expect("counted"), 0, "{kind}: nothing is refused of no account");
        for number in ["balance = -1", "reserved = -1", "reserved = balance + 1000"] {
            let free = matches!(kind, AccountKind::Pool | AccountKind::External) && number != "reserved = -1";
            let sql = format!("update account set {number} where kind = '{kind}'");
            let tx = db.begin().await.expect("a transaction");
            assert_eq!(tx.execute_unprepared(&sql).await.is_ok(), free, "{sql}");
            tx.rollback().await.expect("as before");
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_proof_looks_up_for_every_movement_it_finds_by_an_index() {
    let house = House::open().await;
    let db = house.portal.reader();
    for (says, index) in [
        (
            "refunds that are not of the consumed amount, or do not go to where the credit came from",
            "ledger_invitation",
        ),
        ("movements of which the audit log knows nothing", "audit_at"),
        ("transfers and corrections that no audit row names", "audit_subject"),
    ] {
        let check = CHECKS.iter().find(|check| check.says == says).expect(says);
        let sql = match db.get_database_backend() {
            // Which index it takes depends on what is in the tables: here it is enough that there is one.
            DbBackend::Postgres => format!("select indexname from pg_indexes where indexname = '{index}'"),
            _ => format!("explain query plan {}", check.sql.replace("$1", "x''")),
        };
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.expect("a plan");
        // The last column: a step of SQLite's plan, or the index's name.
        let column = rows.first().map_or(0, |row| row.column_names().len() - 1);
        let steps = rows.iter().map(|row| row.try_get_by_index::<String>(column));
        let steps: Vec<String> = steps.map(|step| step.expect("text")).collect();
        assert!(steps.iter().any(|step| step.contains(index)), "{says}: {steps:?}");
    }
    house.close().await;
}
