//! Invitations whose time is over and that nobody swept: whoever meets them finds them expired, never cancels them.

use chrono::TimeDelta;
use lectern_contract::{InvitationId, Refusal, invitations::InvitationState, letters::LetterKind};
use lectern_domain::{courses::edit, credits::accounts::Which, invitations::LIFE};
use lectern_entities::audit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::{House, refusal};

const MARA: &str = "mara@northwind.example";

/// The ends in the audit log: what act, and whether a person did it.
async fn ends(house: &House, id: InvitationId) -> Vec<(String, bool)> {
    let rows = audit::Entity::find()
        .filter(audit::Column::SubjectId.eq(id.0))
        .filter(audit::Column::Act.is_in(["invitation.cancel", "invitation.expire"]));
    let rows = rows.all(house.portal.reader()).await.expect("the audit log is read");
    rows.into_iter().map(|row| (row.act, row.actor_id.is_some())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_cannot_be_canceled_and_expires() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let id = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house.clock.advance(LIFE - TimeDelta::microseconds(1));
    house.re_invite(house.mara(), id).await.expect("sent again in time");
    house.clock.advance(LIFE);
    for who in [house.mara(), house.ada()] {
        let late = refusal(house.cancel(who, id).await);
        assert_eq!(
            late,
            Refusal::InvitationIs(InvitationState::Expired),
            "as its page says"
        );
    }
    assert_eq!(house.told(LetterKind::Canceled).await, [""; 0]);
    assert_eq!((house.held().await, house.expire().await), (1, 1));
    assert_eq!(house.held().await, 0);
    assert_eq!(ends(&house, id).await, [("invitation.expire".to_owned(), false)]);
    let again = refusal(house.cancel(house.mara(), id).await);
    assert_eq!(again, Refusal::InvitationIs(InvitationState::Expired));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_enrolled_after_their_invitation_was_over_finds_it_expired() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    house.grant(1).await.expect("granted");
    let id = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    house.clock.advance(LIFE);
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    assert_eq!(house.invitation(id).await.state, InvitationState::Expired);
    assert_eq!(
        (house.held().await, house.free(house.forklift(), house.mara()).await),
        (0, 1)
    );
    assert_eq!(ends(&house, id).await, [("invitation.expire".to_owned(), false)]);
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 1);
    assert_eq!(house.told(LetterKind::Expired).await, [MARA], "as of every expiry");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_course_cancels_what_is_open_and_lets_the_rest_expire() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 2).await;
    let over = house.invite(mara, course, "kai@contoso.example").await.expect("sent");
    house.clock.advance(TimeDelta::microseconds(1));
    let open = house.invite(mara, course, "ruth@contoso.example").await.expect("sent");
    house.clock.advance(LIFE - TimeDelta::microseconds(1));
    house
        .act(async |tx| edit::archive(tx, house.ada(), course).await)
        .await
        .expect("archived");
    let states = [house.invitation(over).await.state, house.invitation(open).await.state];
    assert_eq!(states, [InvitationState::Expired, InvitationState::Canceled]);
    assert_eq!(
        house.told(LetterKind::Canceled).await,
        ["ruth@contoso.example"],
        "nobody is told that an expired one was canceled"
    );
    assert_eq!(ends(&house, over).await, [("invitation.expire".to_owned(), false)]);
    assert_eq!(ends(&house, open).await, [("invitation.cancel".to_owned(), true)]);
    assert_eq!((house.held().await, house.free(course, mara).await), (0, 2));
    assert_eq!(house.credits(Which::Course(course)).await, 0);
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 1);
    house.close().await;
}
