//! A form of addresses is sent as a whole or not at all.

use lectern_contract::{Refusal, invitations::AddressProblem, letters::LetterKind};
use lectern_domain::{
    Actor,
    accounts::administer,
    invitations::{
        LIFE,
        send::{self, SendForm},
    },
};

use super::letters;
use crate::support::{House, fresh_key, refusal};

/// What was wrong with each address.
async fn problems(house: &House, sender: &Actor, addresses: &str) -> Vec<AddressProblem> {
    let form = SendForm {
        addresses: addresses.into(),
        message: String::new(),
    };
    let answer = house
        .act(async |tx| send::send(tx, sender, &fresh_key(), house.forklift(), form).await)
        .await;
    match refusal(answer) {
        Refusal::Addresses(problems) => problems.into_iter().map(|(_, problem)| problem).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_refused_with_its_reason_and_then_nothing_is_sent() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 9).await;
    house.endow(house.forklift(), house.noor().user, 1).await;
    house.grant(1).await.expect("granted");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    house
        .act(async |tx| administer::suspend(tx, house.ada(), house.learner(1).user).await)
        .await
        .expect("suspended");
    house
        .invite(house.noor(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    let all = "no address; ruth@contoso.example, RUTH@contoso.example\nlena@northwind.example, omar@northwind.example,Kai@Contoso.example";
    let mut found = problems(&house, house.mara(), all).await;
    found.sort_by_key(|problem| format!("{problem:?}"));
    let sent = house.portal.now();
    assert_eq!(
        found,
        [
            AddressProblem::AlreadyInvited("Noor Haddad".into(), sent.fixed_offset()),
            AddressProblem::Enrolled,
            AddressProblem::Malformed,
            AddressProblem::Repeated,
            AddressProblem::Suspended,
        ]
    );
    assert_eq!(
        (house.held().await, house.free(house.forklift(), house.mara()).await),
        (1, 9)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_credits_send_none_of_a_form() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    let form = SendForm {
        addresses: "a@contoso.example b@contoso.example c@contoso.example".into(),
        message: String::new(),
    };
    let answer = house
        .act(async |tx| send::send(tx, house.mara(), "form", house.forklift(), form).await)
        .await;
    assert_eq!(refusal(answer), Refusal::NotEnoughCredits { free: 2, asked: 3 });
    assert_eq!(
        (house.held().await, letters(&house, LetterKind::Invitation).await),
        (0, 0)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admins_form_takes_the_courses_credits_and_then_the_pools() {
    let house = House::open().await;
    house.grant(3).await.expect("granted");
    house.allocate(house.forklift(), 1).await.expect("allocated");
    let form = SendForm {
        addresses: "a@contoso.example b@contoso.example".into(),
        message: "Welcome".into(),
    };
    house
        .act(async |tx| send::send(tx, house.ada(), "form", house.forklift(), form).await)
        .await
        .expect("sent");
    let course = lectern_domain::credits::accounts::Which::Course(house.forklift());
    assert_eq!(
        (house.credits(course).await, house.pool().await, house.held().await),
        (0, 1, 2)
    );
    house.clock.advance(LIFE);
    house.expire().await;
    assert_eq!(
        (house.credits(course).await, house.pool().await),
        (1, 2),
        "each to where it was held from"
    );
    house.close().await;
}
