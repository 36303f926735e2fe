//! Sent again and canceled: how often, by whom, and who pays.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal, Role, invitations::InvitationState, letters::LetterKind, limits, refusal::InvitationProblem,
};
use lectern_domain::Actor;

use super::{invited, letters};
use crate::support::{House, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_sent_again_once_a_minute_and_ten_times_in_all() {
    let (house, invited) = invited("kai@contoso.example").await;
    house.clock.advance(TimeDelta::seconds(59));
    assert_eq!(
        refusal(house.re_invite(house.mara(), invited).await),
        Refusal::Invitation(InvitationProblem::TooSoon)
    );
    for _ in 0..limits::RE_INVITES {
        house.clock.advance(TimeDelta::minutes(1));
        house.re_invite(house.mara(), invited).await.expect("a minute later");
    }
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(
        refusal(house.re_invite(house.mara(), invited).await),
        Refusal::ReInviteLimit
    );
    assert_eq!(
        (house.held().await, letters(&house, LetterKind::Invitation).await),
        (1, 11),
        "one credit, eleven letters"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_belongs_to_its_sender_and_the_admins() {
    let (house, invited) = invited("kai@contoso.example").await;
    house.clock.advance(TimeDelta::minutes(2));
    for stranger in [
        house.noor(),
        house.learner(0),
        &Actor {
            role: Role::Learner,
            ..house.mara().clone()
        },
    ] {
        assert_eq!(refusal(house.cancel(stranger, invited).await), Refusal::NotFound);
        assert_eq!(refusal(house.re_invite(stranger, invited).await), Refusal::NotFound);
    }
    house.cancel(house.ada(), invited).await.expect("an admin may");
    assert_eq!(
        refusal(house.cancel(house.mara(), invited).await),
        Refusal::InvitationIs(InvitationState::Canceled)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_a_canceled_invitation_again_pays_for_it() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    house.grant(1).await.expect("granted");
    let invited = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house.cancel(house.mara(), invited).await.expect("canceled");
    house.clock.advance(TimeDelta::minutes(1));
    house
        .re_invite(house.ada(), invited)
        .await
        .expect("by the admin, from the pool");
    assert_eq!(
        (house.pool().await, house.free(house.forklift(), house.mara()).await),
        (0, 1)
    );
    house.cancel(house.ada(), invited).await.expect("canceled");
    assert_eq!(house.pool().await, 1, "back to where it was held from");
    house.close().await;
}
