//! Links in other hands: "this is not me", and asking for a new invitation by an old link.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal,
    invitations::{InvitationState, InvitationView},
    letters::LetterKind,
    refusal::InvitationProblem,
};
use lectern_domain::{
    courses::managers::remove,
    invitations::{LIFE, accept, ask_again::ask_again, disown::disown, link},
};

use super::claims::{OWN, invited};
use crate::support::{PASSWORD, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_meant_says_so_and_the_link_opens_nothing_more() {
    let (house, id, token) = invited().await;
    house
        .act(async |tx| disown(tx, &token, "test").await)
        .await
        .expect("said");
    let disowned = Refusal::Invitation(InvitationProblem::Disowned);
    let again = house.act(async |tx| disown(tx, &token, "test").await).await;
    assert_eq!(refusal(again), disowned);
    assert_eq!(house.told(LetterKind::Disowned).await, ["mara@northwind.example"]);
    assert_eq!(
        link::view(&house.portal, &token).await.expect("looked"),
        InvitationView::Disowned
    );
    let accepted = accept::accept_new(&house.portal, &token, "Kai", PASSWORD, PASSWORD, "test").await;
    assert_eq!(refusal(accepted), disowned);
    assert_eq!(refusal(house.claim(&token, None, OWN).await), disowned);
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    assert_eq!(house.told(LetterKind::Reminder).await, [""; 0]);
    assert_eq!(
        (house.invitation(id).await.state, house.held().await),
        (InvitationState::Pending, 1)
    );
    house.re_invite(house.mara(), id).await.expect("sent again");
    let new = house.token(id).await;
    accept::accept_new(&house.portal, &new, "Kai", PASSWORD, PASSWORD, "test")
        .await
        .expect("the right one");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_invitation_is_asked_for_once_a_day_and_nobody_learns_what_became_of_the_old() {
    let (house, id, token) = invited().await;
    let ask = async |token: &str| ask_again(&house.portal, token, "test").await;
    ask(&token).await.expect("the same answer while it is open");
    ask(&"x".repeat(32)).await.expect("and where there is none");
    assert_eq!(house.told(LetterKind::AskedAgain).await, [""; 0]);
    house.clock.advance(LIFE);
    ask(&token).await.expect("asked");
    ask(&token).await.expect("the same answer");
    assert_eq!(
        house.told(LetterKind::AskedAgain).await,
        ["mara@northwind.example"],
        "one letter a day"
    );
    house.expire().await;
    house.clock.advance(TimeDelta::days(1));
    ask(&token).await.expect("asked");
    assert_eq!(house.told(LetterKind::AskedAgain).await.len(), 2);
    house.clock.advance(TimeDelta::days(1));
    house.re_invite(house.mara(), id).await.expect("sent again");
    ask(&token).await.expect("the same answer");
    assert_eq!(
        house.told(LetterKind::AskedAgain).await.len(),
        2,
        "there is a new one already"
    );
    house.cancel(house.mara(), id).await.expect("canceled");
    let free = house.free(house.forklift(), house.mara()).await;
    house
        .take_back(house.forklift(), house.mara().user, free)
        .await
        .expect("taken back");
    let removed = house
        .act(async |tx| remove(tx, house.ada(), house.forklift(), house.mara().user).await)
        .await;
    removed.expect("Mara left the course");
    ask(&token).await.expect("by the old letter's link");
    assert_eq!(
        house.told(LetterKind::AskedAgain).await[0],
        "ada@northwind.example",
        "the admin, then"
    );
    for _ in 0..8 {
        let _ = ask(&token).await;
    }
    assert_eq!(refusal(ask(&token).await), Refusal::TooManyTries);
    house.close().await;
}
