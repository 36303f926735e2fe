//! The tables are what the entities say, and what is written once stays.

use lectern_contract::orders::Provider;
use lectern_entities::{
    account, api_key, api_window, attempt, audit, batch, batch_row, bounce, certificate, claim, course, course_manager,
    course_threshold, course_version, credit_order, credit_request, digest, instance, instance_item, invitation,
    invoice, launch, launch_commit, ledger_head, ledger_link, ledger_transaction, letter, lot, money_back, order_event,
    organization, payment, payment_event, plan, posting, price, proof, receipt, recovery_code, refused, registration,
    reminder, second_factor, session, settings, subscription, terms, ticket, user, user_role, webhook, webhook_attempt,
    webhook_delivery,
};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

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
    assert_eq!(house.pool().await, 4);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_refuses_balances_below_zero() {
    let house = House::open().await;
    let db = &house.portal.databases().writer;
    for kind in ["held", "consumed", "expired"] {
        let sql = format!("update account set balance = -1 where kind = '{kind}'");
        db.execute_unprepared(&sql).await.expect_err(kind);
    }
    house.close().await;
}
