//! Who accepts, and with which account.

use lectern_contract::{Refusal, Role, invitations::InvitationState};
use lectern_domain::{Actor, accounts::sign_in::Step, invitations::accept};

use super::invited;
use crate::support::{House, PASSWORD, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn an_acceptance_signed_in_as_somebody_else_binds_nothing() {
    let (house, invited) = invited("lena@northwind.example").await;
    let token = house.token(invited).await;
    assert_eq!(
        refusal(house.accept(house.learner(1), &token).await),
        Refusal::OtherAccount
    );
    assert_eq!(house.invitation(invited).await.state, InvitationState::Pending);
    assert_eq!((house.held().await, house.consumed().await), (1, 0));
    house.accept(house.learner(0), &token).await.expect("Lena's own");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_exists_accepts_by_its_password_and_is_not_made_twice() {
    let (house, invited) = invited("lena@northwind.example").await;
    let token = house.token(invited).await;
    let new = accept::accept_new(&house.portal, &token, "Lena Again", PASSWORD, PASSWORD, "test").await;
    assert_eq!(refusal(new), Refusal::SignInToAccept);
    let wrong = accept::accept_with_password(&house.portal, &token, "not her password", &"test".into()).await;
    assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    assert_eq!(house.held().await, 1);
    let (lena, email) = accept::accept_with_password(&house.portal, &token, PASSWORD, &"test".into())
        .await
        .expect("signed in and accepted");
    assert_eq!(email, "lena@northwind.example");
    let Step::In(lena) = lena else {
        panic!("no second factor here")
    };
    assert_eq!((lena.user, lena.role), (house.learner(0).user, Role::Learner));
    assert_eq!((house.held().await, house.consumed().await), (0, 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_who_invites_themselves_pays_like_anyone() {
    let house = House::open().await;
    house.endow(house.forklift(), house.noor().user, 1).await;
    let invited = house
        .invite(house.noor(), house.forklift(), "noor@northwind.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    house
        .accept(house.noor(), &token)
        .await
        .expect("whatever role Noor acts in");
    assert_eq!(
        (house.consumed().await, house.free(house.forklift(), house.noor()).await),
        (1, 0)
    );
    let row = house.registration(house.noor().user, house.forklift()).await;
    assert_eq!(row.manager_id, Some(house.noor().user));
    let learner = Actor {
        role: Role::Learner,
        ..house.noor().clone()
    };
    house.play(&learner, row.id).await;
    house.close().await;
}
