//! Links of invitations: old, used, canceled and expired ones say which they are, and nothing else.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal,
    invitations::{InvitationState, InvitationView},
};
use lectern_domain::invitations::{LIFE, accept, link};
use lectern_entities::{invitation, letter};
use sea_orm::EntityTrait;

use crate::support::{House, PASSWORD, refusal};

async fn view(house: &House, token: &str) -> InvitationView {
    link::view(&house.portal, token).await.expect("a link is looked at")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_replaced_says_so_and_opens_nothing() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let old = house.token(invited).await;
    house.clock.advance(TimeDelta::minutes(5));
    house.re_invite(house.mara(), invited).await.expect("sent again");
    assert_eq!(view(&house, &old).await, InvitationView::Replaced);
    assert_eq!(
        refusal(house.accept(house.learner(0), &old).await),
        Refusal::LinkReplaced
    );
    assert_eq!(refusal(house.decline(&old).await), Refusal::LinkReplaced);
    let new = accept::accept_new(&house.portal, &old, "Lena", PASSWORD, PASSWORD, "test").await;
    assert_eq!(
        refusal(new),
        Refusal::LinkReplaced,
        "not as if there had never been one"
    );
    let known = accept::accept_with_password(&house.portal, &old, PASSWORD, &"test".into()).await;
    assert_eq!(refusal(known), Refusal::LinkReplaced);
    let new = house.token(invited).await;
    house.accept(house.learner(0), &new).await.expect("the newest works");
    for token in [&old, &new] {
        assert_eq!(view(&house, token).await, InvitationView::Used);
        let again = house.accept(house.learner(0), token).await;
        assert_eq!(refusal(again), Refusal::InvitationIs(InvitationState::Accepted));
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_link_says_how_it_ended() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    let canceled = house
        .invite(house.mara(), house.forklift(), "a@contoso.example")
        .await
        .expect("sent");
    let declined = house
        .invite(house.mara(), house.forklift(), "b@contoso.example")
        .await
        .expect("sent");
    let expired = house
        .invite(house.mara(), house.forklift(), "c@contoso.example")
        .await
        .expect("sent");
    let tokens = [
        house.token(canceled).await,
        house.token(declined).await,
        house.token(expired).await,
    ];
    house.cancel(house.mara(), canceled).await.expect("canceled");
    house.decline(&tokens[1]).await.expect("declined");
    assert!(matches!(view(&house, &tokens[2]).await, InvitationView::Open { .. }));
    house.clock.advance(LIFE);
    assert_eq!(
        view(&house, &tokens[2]).await,
        InvitationView::Expired,
        "before the sweeper"
    );
    house.expire().await;
    let ends = [
        (InvitationView::Canceled, InvitationState::Canceled),
        (InvitationView::Declined, InvitationState::Declined),
        (InvitationView::Expired, InvitationState::Expired),
    ];
    for (token, (seen, state)) in tokens.iter().zip(ends) {
        assert_eq!(view(&house, token).await, seen);
        assert_eq!(
            refusal(house.accept(house.learner(0), token).await),
            Refusal::InvitationIs(state)
        );
    }
    assert_eq!(view(&house, "no such token").await, InvitationView::Unknown);
    assert_eq!(
        refusal(house.accept(house.learner(0), "no such token").await),
        Refusal::NotFound
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_a_link_changes_nothing() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    let before = house.invitation(invited).await;
    for _ in 0..3 {
        assert!(matches!(
            view(&house, &token).await,
            InvitationView::Open { known: false, .. }
        ));
    }
    assert_eq!(house.invitation(invited).await, before);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_stands_in_the_database_and_each_letter_carries_its_own() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    assert!(token.len() >= 22, "at least 128 bits");
    let db = house.portal.reader();
    let rows = format!("{:?}", invitation::Entity::find().all(db).await.expect("read"));
    let letters = format!("{:?}", letter::Entity::find().all(db).await.expect("read"));
    assert!(!rows.contains(&token) && !letters.contains(&token));
    let sent = house.post().await;
    let letter = sent
        .iter()
        .find(|letter| letter.to == "kai@contoso.example")
        .expect("the invitation's letter");
    assert!(
        letter
            .text
            .contains(&format!("https://learn.northwind.example/invitation/{token}")),
        "{}",
        letter.text
    );
    house.close().await;
}
