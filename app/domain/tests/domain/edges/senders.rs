//! Senders who cannot invite any more: whose their invitations are once an admin sends them again.

use chrono::TimeDelta;
use lectern_contract::{
    InvitationId, Refusal, Role, UserId, invitations::InvitationState, letters::LetterKind, plans::Billing,
};
use lectern_domain::{courses::managers, credits::accounts::Which, invitations::accept};
use lectern_entities::{registration, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::{House, PASSWORD, refusal};

const ADA: &str = "ada@northwind.example";
const KAI: &str = "kai@contoso.example";

impl House {
    /// Kai accepts; answers who watches him.
    async fn kai_accepts(&self, id: InvitationId) -> Option<UserId> {
        let token = self.token(id).await;
        accept::accept_new(&self.portal, &token, "Kai Moss", PASSWORD, PASSWORD, "test")
            .await
            .expect("accepted");
        let db = self.portal.reader();
        let kai = user::Entity::find()
            .filter(user::Column::EmailKey.eq(KAI))
            .one(db)
            .await;
        let kai = kai.expect("read").expect("an account").id;
        let row = registration::Entity::find()
            .filter(registration::Column::UserId.eq(kai))
            .one(db)
            .await;
        row.expect("read").expect("registered").manager_id
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_sends_again_for_a_removed_manager_is_the_admins() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 1).await;
    let id = house.invite(mara, course, KAI).await.expect("sent");
    house.cancel(mara, id).await.expect("canceled");
    house.take_back(course, mara.user, 1).await.expect("taken back");
    house
        .act(async |tx| managers::remove(tx, house.ada(), course, mara.user).await)
        .await
        .expect("removed");
    house.clock.advance(TimeDelta::minutes(1));
    house.re_invite(house.ada(), id).await.expect("sent again");
    assert_eq!(house.invitation(id).await.sender_id, house.ada().user);
    let (to, subject, _) = house.newest(LetterKind::Invitation).await;
    assert!(to == KAI && subject.starts_with("Ada "), "{to}: {subject}");
    assert_eq!(house.kai_accepts(id).await, Some(house.ada().user), "she watches him");
    let (to, subject, text) = house.newest(LetterKind::Accepted).await;
    assert_eq!(
        (to.as_str(), subject.as_str()),
        (ADA, "Kai Moss accepted your invitation")
    );
    assert!(text.contains("One of the course’s credits was used for it."), "{text}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_who_can_invite_stays_the_sender_and_one_who_cannot_does_not() {
    let house = House::open().await;
    let (mara, noor, course) = (house.mara(), house.noor(), house.forklift());
    for gone in [false, true] {
        house.endow(course, mara.user, 2).await;
        let id = house.invite(mara, course, KAI).await.expect("sent");
        let before = house.invitation(id).await;
        if gone {
            house.leave_roles(mara, &[Role::Learner]).await;
        }
        house.clock.advance(TimeDelta::minutes(1));
        house.re_invite(house.ada(), id).await.expect("sent again");
        let after = house.invitation(id).await;
        let held = (house.held().await, house.free(course, mara).await);
        house.verify().await;
        if gone {
            assert_eq!((after.sender_id, after.epoch), (house.ada().user, before.epoch + 1));
            assert_eq!(held, (1, 3), "Mara keeps what is free");
            house.cancel(house.ada(), id).await.expect("hers");
            assert_eq!(
                house.credits(Which::Course(course)).await,
                1,
                "it does not return to Mara"
            );
        } else {
            assert_eq!((after.sender_id, after.source_id), (mara.user, before.source_id));
            assert_eq!((held, after.epoch), ((1, 1), before.epoch), "no credit moved");
            house.cancel(mara, id).await.expect("still hers");
        }
    }
    // The same where it ended before: who sends it again pays, and is the sender if the sender cannot be.
    house.endow(course, noor.user, 1).await;
    let id = house.invite(noor, course, KAI).await.expect("sent");
    house.cancel(noor, id).await.expect("canceled");
    house.suspend(noor).await;
    house.clock.advance(TimeDelta::minutes(1));
    house.re_invite(house.ada(), id).await.expect("sent again");
    let row = house.invitation(id).await;
    assert_eq!((row.sender_id, row.state), (house.ada().user, InvitationState::Pending));
    assert_eq!((house.free(course, noor).await, house.held().await), (1, 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_credit_moves_on_while_a_lapsed_plan_is_frozen() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    let plan = house.plan("Team", 12, Billing::Monthly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.endow(course, mara.user, 1).await;
    let id = house.invite(mara, course, KAI).await.expect("sent");
    house.cancel_plan(true).await.expect("canceled");
    house.suspend(mara).await;
    house.clock.advance(TimeDelta::minutes(1));
    house.re_invite(house.ada(), id).await.expect("nothing is spent by it");
    assert_eq!(house.invitation(id).await.sender_id, house.ada().user);
    house.cancel(house.ada(), id).await.expect("canceled");
    house.clock.advance(TimeDelta::minutes(1));
    assert_eq!(
        refusal(house.re_invite(house.ada(), id).await),
        Refusal::Frozen,
        "this would spend one"
    );
    house.close().await;
}
