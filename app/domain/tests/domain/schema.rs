//! The tables are what the entities say, and what is written once stays.

use lectern_entities::{
    account, attempt, audit, course, course_manager, course_version, credit_request, instance, instance_item,
    invitation, launch, launch_commit, ledger_transaction, letter, lot, organization, plan, posting, receipt,
    recovery_code, registration, second_factor, session, settings, subscription, ticket, user, user_role,
};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

use crate::support::House;

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
        attempt,
        audit,
        course,
        course_manager,
        course_version,
        credit_request,
        instance,
        instance_item,
        invitation,
        launch,
        launch_commit,
        ledger_transaction,
        letter,
        lot,
        organization,
        plan,
        posting,
        receipt,
        recovery_code,
        registration,
        second_factor,
        session,
        settings,
        subscription,
        ticket,
        user,
        user_role,
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_once_is_neither_changed_nor_deleted() {
    let house = House::open().await;
    house.grant(3).await.expect("granted");
    let db = &house.portal.databases().writer;
    for statement in [
        "update posting set amount = amount + 1",
        "delete from posting",
        "update ledger_transaction set reason = 'another'",
        "delete from ledger_transaction",
        "update audit set act = 'nothing'",
        "delete from audit",
    ] {
        let error = db.execute_unprepared(statement).await.expect_err(statement);
        assert!(error.to_string().contains("never changed"), "{statement}: {error}");
    }
    assert_eq!(house.pool().await, 3);
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
