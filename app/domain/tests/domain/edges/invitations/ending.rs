//! Invitations end at their instant, whoever sweeps.

use chrono::TimeDelta;
use lectern_contract::{Refusal, invitations::InvitationState, letters::LetterKind};
use lectern_domain::invitations::LIFE;

use super::{invited, letters};
use crate::support::{House, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_invitation_is_not_sent_again_without_a_free_credit() {
    let (house, old) = invited("kai@contoso.example").await;
    house.clock.advance(LIFE);
    assert_eq!(house.expire().await, 1);
    let new = house
        .invite(house.mara(), house.forklift(), "ruth@contoso.example")
        .await
        .expect("the credit is free again");
    assert_eq!(
        refusal(house.re_invite(house.mara(), old).await),
        Refusal::NotEnoughCredits { free: 0, asked: 1 }
    );
    assert_eq!(house.invitation(old).await.state, InvitationState::Expired);
    house.cancel(house.mara(), new).await.expect("canceled");
    house.re_invite(house.mara(), old).await.expect("now there is one");
    assert_eq!(
        (house.invitation(old).await.state, house.held().await),
        (InvitationState::Pending, 1)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_ends_at_its_instant_though_the_sweeper_sleeps() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    let first = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let second = house
        .invite(house.mara(), house.forklift(), "omar@northwind.example")
        .await
        .expect("sent");
    let tokens = [house.token(first).await, house.token(second).await];
    house.clock.advance(LIFE - TimeDelta::microseconds(1));
    assert_eq!(house.expire().await, 0);
    house
        .accept(house.learner(0), &tokens[0])
        .await
        .expect("the last microsecond counts");
    house.clock.advance(TimeDelta::microseconds(1));
    let late = house.accept(house.learner(1), &tokens[1]).await;
    assert_eq!(refusal(late), Refusal::InvitationIs(InvitationState::Expired));
    assert_eq!(
        refusal(house.decline(&tokens[1]).await),
        Refusal::InvitationIs(InvitationState::Expired)
    );
    assert_eq!(house.held().await, 1, "held until somebody sweeps");
    assert_eq!(house.expire().await, 1);
    assert_eq!(house.held().await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overdue_invitation_does_not_keep_its_address_from_being_invited() {
    let (house, old) = invited("kai@contoso.example").await;
    house.clock.advance(LIFE);
    let new = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("with the credit it held");
    assert_ne!(old, new);
    assert_eq!(
        (house.invitation(old).await.state, house.held().await),
        (InvitationState::Expired, 1)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_itself_writes_no_letter() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    house.endow(house.forklift(), house.noor().user, 1).await;
    for (sender, email) in [
        (house.mara(), "a@contoso.example"),
        (house.mara(), "b@contoso.example"),
        (house.noor(), "c@contoso.example"),
    ] {
        house.invite(sender, house.forklift(), email).await.expect("sent");
    }
    house.clock.advance(LIFE);
    assert_eq!(house.expire().await, 3);
    assert_eq!(
        letters(&house, LetterKind::Expired).await,
        0,
        "the morning's digest does"
    );
    assert_eq!(house.expire().await, 0);
    house.close().await;
}
