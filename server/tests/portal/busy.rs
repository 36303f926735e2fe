//! A database that is away, or takes nothing, as somebody with a session meets it.

use std::sync::Arc;

use chrono::TimeDelta;
use lectern_server::{router, start};
use sea_orm::DbBackend;

use crate::support::{Browser, House, PASSWORD, clock::SeededChance, house::disconnect};

/// From now on no session can be written; they can be read and ended.
async fn refuse_sessions(house: &House) {
    if house.portal.databases().writer.get_database_backend() == DbBackend::Postgres {
        let never = "alter table session add constraint session_never check (false) not valid";
        return house.sabotage(never).await;
    }
    for what in ["insert", "update"] {
        let never = format!(
            "create trigger session_no_{what} before {what} on session begin select raise(abort, 'never'); end"
        );
        house.sabotage(&never).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_is_an_answer_that_says_when_to_come_again() {
    let house = House::open().await;
    let cookie = house.browser(house.ada()).await.cookie("lectern").expect("a session");
    let chance = Arc::new(SeededChance::new(17));
    let second = start::portal_with(&house.config, house.clock.clone(), chance).await;
    let (portal, storage) = second.expect("a second process");
    let ada = Browser::new(router::build(&house.config, &portal, &storage), &house.config.base_url);
    ada.set_cookie("lectern", &cookie);
    ada.get("/admin").await.is(200);
    disconnect(&portal).await;
    for path in ["/admin", "/account", "/admin/audit.csv"] {
        let answer = ada.get(path).await;
        answer.is(503).says("The portal is busy.");
        assert_eq!(answer.header("retry-after"), "2", "{answer}");
    }
    let answer = ada.post("/do/switch-role", &[("role", "admin")]).await;
    assert_eq!(answer.is(503).header("retry-after"), "2", "{answer}");
    // Nobody is signed out by it: the first process goes on.
    assert_eq!(ada.cookie("lectern"), Some(cookie.clone()));
    let again = house.anonymous();
    again.set_cookie("lectern", &cookie);
    assert!(again.is_signed_in().await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_reads_goes_on_while_nothing_can_be_written() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    refuse_sessions(&house).await;
    house.clock.advance(TimeDelta::minutes(6));
    ada.get("/admin").await.is(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_cannot_be_written_is_told_with_a_sentence() {
    let house = House::open().await;
    refuse_sessions(&house).await;
    let tom = house.anonymous();
    let fields = [("email", "tom@northwind.example"), ("password", PASSWORD)];
    let answer = tom.post("/do/sign-in", &fields).await;
    answer.is(503).says("The portal is busy.");
    assert_eq!(answer.header("retry-after"), "2", "{answer}");
    assert!(!tom.is_signed_in().await);
    house.close().await;
}
