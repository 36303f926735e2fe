//! Acts of programs: what they made is named, again where they are repeated, and an acceptance binds once.

use lectern_contract::{Refusal, invitations::InvitationState, refusal::Field};
use lectern_domain::{
    accounts::administer,
    invitations::{
        send::{self, SendForm},
        slice, vouched,
    },
    registrations::enroll,
    samples,
};

use crate::support::{House, refusal, rush, sort};

#[tokio::test(flavor = "multi_thread")]
async fn what_programs_made_is_named_and_named_again() {
    let house = House::open().await;
    house.grant(2).await.expect("granted");
    let (ada, lena) = (house.ada(), house.learner(0).user);
    let enroll = async || {
        house
            .act(async |tx| enroll::enroll_named(tx, ada, "e", lena, house.forklift()).await)
            .await
            .expect("enrolled")
    };
    let first = enroll().await;
    let wish = || SendForm {
        addresses: "Kai <kai@contoso.example>".into(),
        message: String::new(),
    };
    let send = async || {
        house
            .act(async |tx| send::send_named(tx, ada, "s", house.forklift(), wish()).await)
            .await
            .expect("sent")
    };
    let invited = send().await;
    assert_eq!(house.pool().await, 0, "nothing is left, and the answers stay");
    assert_eq!((enroll().await, send().await), (first, invited.clone()));
    let entry = slice::one(&house.portal, ada, invited[0].id).await.expect("listed");
    assert_eq!(
        (entry.course, entry.row.email.as_str()),
        (house.forklift(), "kai@contoso.example")
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_vouched_acceptance_binds_the_proved_address_once() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    let invitation = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await;
    let token = house.token(invitation.expect("invited")).await;
    let ada = house.ada();
    let accept = async |key: &str, email: &str, name: &str| {
        let (token, key) = (token.clone(), key.to_owned());
        house
            .act(async |tx| vouched::accept(tx, ada, &key, &token, email, name).await)
            .await
    };
    assert_eq!(
        refusal(accept("a", "eve@contoso.example", "Eve").await),
        Refusal::OtherAccount
    );
    assert_eq!(
        refusal(accept("a", "kai@contoso.example", "").await),
        Refusal::Missing(Field::Name)
    );
    assert_eq!(house.held().await, 1, "a refused acceptance leaves the credit held");
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 12, |portal, number| {
        let (ada, token) = (ada.clone(), token.clone());
        async move {
            let tx = portal.begin().await?;
            let key = format!("rush/{}", number % 3);
            let made = vouched::accept(&tx, &ada, &key, &token, "Kai@contoso.example", "Kai").await?;
            tx.commit().await?;
            Ok(made)
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 4, "the calls with the winner's key all read its answer");
    assert!(through.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(refused, vec![Refusal::InvitationIs(InvitationState::Accepted); 8]);
    assert_eq!((house.held().await, house.consumed().await), (0, 1));
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    let omar = "omar@northwind.example";
    let other = house
        .invite(house.mara(), house.forklift(), omar)
        .await
        .expect("invited");
    let link = house.token(other).await;
    let answer = house.act(async |tx| vouched::accept(tx, &sol, "n", &link, omar, "").await);
    assert_eq!(refusal(answer.await), Refusal::NotFound);
    house
        .act(async |tx| administer::suspend(tx, ada, house.learner(1).user).await)
        .await
        .expect("suspended");
    let answer = house.act(async |tx| vouched::accept(tx, ada, "o", &link, omar, "").await);
    assert_eq!(refusal(answer.await), Refusal::UserSuspended);
    house
        .act(async |tx| administer::restore(tx, ada, house.learner(1).user).await)
        .await
        .expect("restored");
    let answer = house.act(async |tx| vouched::accept(tx, ada, "o", &link, omar, "").await);
    assert_eq!(answer.await.expect("accepted").user, house.learner(1).user);
    house.close().await;
}
