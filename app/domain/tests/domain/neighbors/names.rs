//! What is taken in one company is free in the other.

use lectern_contract::Role;
use lectern_domain::{
    accounts::administer::{self, UserForm},
    credits::{self, overview},
};

use super::street;
use crate::support::fresh_key;

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_addresses_of_one_company_are_free_in_the_other() {
    let (house, sol) = street().await;
    house
        .act(async |tx| credits::grant(tx, house.ada(), "same key", 5, "Ours").await)
        .await
        .expect("granted");
    house
        .act(async |tx| credits::grant(tx, &sol, "same key", 7, "Theirs").await)
        .await
        .expect("granted");
    let form = UserForm {
        name: "Lena Holt".into(),
        email: "lena@northwind.example".into(),
        roles: vec![Role::Learner],
    };
    let theirs = house
        .act(async |tx| administer::create(tx, &sol, &fresh_key(), form).await)
        .await
        .expect("another Lena");
    assert_ne!(theirs, house.learner(0).user);
    let board = overview::overview(house.portal.reader(), &sol)
        .await
        .expect("their own dashboard");
    assert_eq!(board.pool, 7);
    house.close().await;
}
