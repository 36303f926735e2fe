//! What admins do about it: the reset, and the rule that asks them for one.

use lectern_contract::{Refusal, Role};
use lectern_domain::{
    Actor,
    accounts::{
        second_factor::{reset, rule},
        sessions,
    },
};

use super::turned_on;
use crate::support::{House, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_resets_it_but_not_their_own_and_not_a_neighbors() {
    let house = House::open().await;
    let lena = house.learner(0);
    turned_on(&house, lena).await;
    let sol = lectern_domain::samples::neighbor(&house.portal)
        .await
        .expect("neighbors");
    for other in [&sol, house.mara(), lena] {
        let answer = house.act(async |tx| reset::reset(tx, other, lena.user).await).await;
        assert_eq!(refusal(answer), Refusal::NotFound);
        let answer = reset::has_one(house.portal.reader(), other, lena.user).await;
        assert_eq!(refusal(answer), Refusal::NotFound);
    }
    house
        .act(async |tx| reset::reset(tx, house.ada(), lena.user).await)
        .await
        .expect("reset");
    let again = house
        .act(async |tx| reset::reset(tx, house.ada(), lena.user).await)
        .await;
    assert_eq!(refusal(again), Refusal::SecondFactorOff);
    turned_on(&house, house.ada()).await;
    let own = house
        .act(async |tx| reset::reset(tx, house.ada(), house.ada().user).await)
        .await;
    assert_eq!(refusal(own), Refusal::OwnSecondFactor);
    let letters = house.post().await;
    let mut told = letters.iter().filter(|letter| letter.to == "lena@northwind.example");
    assert!(told.any(|letter| letter.subject == "Your second factor was reset"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rule_asks_admins_who_have_none() {
    let house = House::open().await;
    let needs = async |actor: &Actor| {
        let person = sessions::person(&house.portal, actor.user, actor.role, "test").await;
        person.expect("read").expect("somebody").needs_second_factor
    };
    assert!(!needs(house.ada()).await, "off by default");
    for other in [house.mara(), house.learner(0)] {
        let answer = house.act(async |tx| rule::require(tx, other, true).await).await;
        assert_eq!(refusal(answer), Refusal::NotFound);
    }
    house
        .act(async |tx| rule::require(tx, house.ada(), true).await)
        .await
        .expect("asked for");
    assert!(needs(house.ada()).await);
    assert!(!needs(house.mara()).await);
    let sol = lectern_domain::samples::neighbor(&house.portal)
        .await
        .expect("neighbors");
    assert!(!needs(&sol).await, "the neighbor's rule is the neighbor's");
    let seen = rule::show(house.portal.reader(), house.ada()).await.expect("shown");
    assert_eq!((seen.required, seen.admins, seen.without.len()), (true, 1, 1));
    turned_on(&house, house.ada()).await;
    assert!(!needs(house.ada()).await);
    assert_eq!(house.ada().role, Role::Admin);
    house.close().await;
}
