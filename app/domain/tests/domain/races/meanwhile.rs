//! What happens to somebody between an act's first look at them and what it does with what it saw.

use std::sync::{Arc, Once};

use lectern_contract::{
    Refusal, Role,
    people::{DELETED, UserState},
};
use lectern_domain::{
    Portal, Result,
    accounts::{
        administer::{self, UserForm},
        me, reset,
        sign_in::{self, Place},
    },
};
use lectern_entities::user;
use sea_orm::{DbBackend, EntityTrait};
use tokio::{runtime::Handle, task::block_in_place};

use crate::support::{House, PASSWORD, act_on, refusal};

const LENA: &str = "lena@northwind.example";
/// An address that nobody has yet.
const NEW: &str = "lena.new@northwind.example";
/// In statements that look for users, and for a user by their address.
const USERS: &str = "FROM \"users\"";
const BY_ADDRESS: &str = "\"email_key\" = ";

/// Another process, in which this happens right after the first statement that holds these words.
async fn interrupted<Act: Future<Output = Result<()>>>(
    house: &House,
    words: &'static str,
    meanwhile: impl Fn(Portal) -> Act + Clone + Send + Sync + 'static,
) -> Portal {
    let (portal, once) = (house.portal.clone(), Arc::new(Once::new()));
    let hear = move |_: bool, sql: &str| {
        if sql.contains(words) {
            once.call_once(|| {
                let done = block_in_place(|| Handle::current().block_on(meanwhile(portal.clone())));
                done.expect("it happens meanwhile");
            });
        }
    };
    house.overheard(hear).await
}

/// The same for acts whose transaction has begun by then. SQLite's one writer is alone: there it happens before.
async fn interrupted_inside<Act: Future<Output = Result<()>>>(
    house: &House,
    words: &'static str,
    meanwhile: impl Fn(Portal) -> Act + Clone + Send + Sync + 'static,
) -> Portal {
    if house.portal.reader().get_database_backend() == DbBackend::Postgres {
        return interrupted(house, words, meanwhile).await;
    }
    meanwhile(house.portal.clone()).await.expect("it happens before");
    house.second_process().await
}

fn form(name: &str, email: &str) -> UserForm {
    UserForm {
        name: name.into(),
        email: email.into(),
        roles: vec![Role::Learner],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_deleted_meanwhile_does_not_come_back() {
    for what in ["edit", "suspend", "restore"] {
        let house = House::open().await;
        let (ada, lena) = (house.ada().clone(), house.learner(0).user);
        let by = ada.clone();
        let delete = move |portal: Portal| {
            let by = by.clone();
            async move { act_on(&portal, async |tx| administer::delete(tx, &by, lena).await).await }
        };
        let portal = interrupted_inside(&house, USERS, delete).await;
        let answer = act_on(&portal, async |tx| match what {
            "edit" => administer::edit(tx, &ada, lena, form("Lena again", LENA)).await,
            "suspend" => administer::suspend(tx, &ada, lena).await,
            _ => administer::restore(tx, &ada, lena).await,
        });
        assert_eq!(refusal(answer.await), Refusal::UserDeleted, "{what}");
        let row = user::Entity::find_by_id(lena).one(house.portal.reader()).await;
        let row = row.expect("users can be read").expect("their row stays");
        assert_eq!(
            (row.state, row.name.as_str()),
            (UserState::Deleted, DELETED),
            "after {what}"
        );
        house.close().await;
    }
}

/// Somebody asks for another address; answers the token of the letter.
async fn asks_for_another_address(house: &House) -> String {
    house
        .act(async |tx| reset::ask_email_change(tx, house.learner(0), NEW).await)
        .await
        .expect("asked");
    let letters = house.post().await;
    let letter = letters.iter().find(|letter| letter.to == NEW).expect("a letter");
    let (_, link) = letter.text.split_once("/email/").expect("a link");
    link.split_whitespace().next().expect("a token").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_another_was_given_meanwhile_is_taken() {
    let house = House::open().await;
    let token = asks_for_another_address(&house).await;
    let (ada, omar) = (house.ada().clone(), house.learner(1).user);
    let give = move |portal: Portal| {
        let ada = ada.clone();
        async move {
            act_on(&portal, async |tx| {
                administer::edit(tx, &ada, omar, form("Omar", NEW)).await
            })
            .await
        }
    };
    let portal = interrupted_inside(&house, BY_ADDRESS, give).await;
    let answer = act_on(&portal, async |tx| reset::change_email(tx, &token, "test").await);
    assert_eq!(refusal(answer.await), Refusal::EmailTaken);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_suspended_meanwhile_changes_no_address() {
    let house = House::open().await;
    let token = asks_for_another_address(&house).await;
    house.suspend(house.learner(0)).await;
    let answer = house.act(async |tx| reset::change_email(tx, &token, "test").await);
    assert_eq!(refusal(answer.await), Refusal::StaleLink);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_was_changed_meanwhile_signs_nobody_in() {
    let house = House::open().await;
    let (lena, new) = (house.learner(0).clone(), "another-lantern-43");
    let change = move |portal: Portal| {
        let lena = lena.clone();
        async move { me::change_password(&portal, &lena, PASSWORD, new, new, "a session").await }
    };
    let portal = interrupted(&house, BY_ADDRESS, change).await;
    let place = Place::from("198.51.100.1");
    let answer = sign_in::sign_in(&portal, LENA, PASSWORD, &place).await;
    assert_eq!(refusal(answer), Refusal::WrongCredentials);
    sign_in::sign_in(&portal, LENA, new, &place)
        .await
        .expect("with the new one");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_suspended_meanwhile_is_not_signed_in() {
    let house = House::open().await;
    let (ada, lena) = (house.ada().clone(), house.learner(0).user);
    let suspend = move |portal: Portal| {
        let ada = ada.clone();
        async move { act_on(&portal, async |tx| administer::suspend(tx, &ada, lena).await).await }
    };
    let portal = interrupted(&house, BY_ADDRESS, suspend).await;
    let answer = sign_in::sign_in(&portal, LENA, PASSWORD, &Place::from("198.51.100.1")).await;
    assert_eq!(refusal(answer), Refusal::WrongCredentials);
    house.close().await;
}
