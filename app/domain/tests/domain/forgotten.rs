//! Forgotten passwords: what is done for an address tells nobody whether it is known.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use lectern_contract::letters::LetterKind;
use lectern_domain::accounts::{administer, reset, throttle};
use lectern_entities::attempt;
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::support::House;

/// What was said in order: whether in an act's transaction, and what kind of statement.
type Said = Vec<(bool, String)>;

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_an_unknown_address_takes_what_asking_for_a_known_one_takes() {
    let house = House::open().await;
    let suspended = house.learner(1);
    let suspend = house.act(async |tx| administer::suspend(tx, house.ada(), suspended.user).await);
    suspend.await.expect("suspended");
    let heard = Arc::new(Mutex::new(Said::new()));
    let ear = heard.clone();
    let portal = house
        .overheard(move |writes, sql| {
            let word = sql.split_whitespace().next().unwrap_or_default().to_uppercase();
            ear.lock().expect("no panic while held").push((writes, word));
        })
        .await;
    let asked = async |email: &str| {
        heard.lock().expect("no panic while held").clear();
        reset::ask(&portal, email, "198.51.100.7").await.expect("asked");
        heard.lock().expect("no panic while held").clone()
    };
    let known = asked("mara@northwind.example").await;
    let written = known
        .iter()
        .filter(|(writes, word)| *writes && word == "INSERT")
        .count();
    assert!(written >= 2, "a ticket and its letter are among them: {known:?}");
    assert_eq!(asked("stranger@elsewhere.example").await, known);
    assert_eq!(
        asked("omar@northwind.example").await,
        known,
        "nor is it known who is suspended"
    );
    assert_eq!(house.told(LetterKind::PasswordReset).await, ["mara@northwind.example"]);
    house.clock.advance(TimeDelta::hours(1));
    let swept = house.act(async |tx| throttle::sweep(tx).await).await;
    swept.expect("swept");
    let left = attempt::Entity::find().count(house.portal.reader()).await;
    assert_eq!(left.expect("counted"), 0, "what was written for nobody goes");
    house.close().await;
}
