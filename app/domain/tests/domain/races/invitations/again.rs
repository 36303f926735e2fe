//! Sent again at once, and while something else happens.

use chrono::TimeDelta;
use lectern_contract::{Refusal, invitations::InvitationState};
use lectern_domain::{
    courses::managers,
    invitations::{decline, re_invite},
};

use crate::support::{House, fresh_key, rush, sort};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn expired_twins_sent_again_at_once_are_one() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    house.endow(house.forklift(), house.noor().user, 3).await;
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..10 {
        let email = format!("guest{round}@contoso.example");
        let first = house
            .invite(house.mara(), house.forklift(), &email)
            .await
            .expect("sent");
        house.cancel(house.mara(), first).await.expect("canceled");
        let second = house
            .invite(house.noor(), house.forklift(), &email)
            .await
            .expect("sent");
        house.cancel(house.noor(), second).await.expect("canceled");
        house.clock.advance(TimeDelta::minutes(2));
        let answers = rush(&portals, 2, |portal, number| {
            let (who, id) = if number == 0 {
                (house.mara().clone(), first)
            } else {
                (house.noor().clone(), second)
            };
            async move {
                let tx = portal.begin().await?;
                re_invite::re_invite(&tx, &who, &fresh_key(), id).await?;
                tx.commit().await
            }
        })
        .await;
        let (through, refused) = sort(answers);
        assert_eq!(through.len(), 1, "round {round}: {refused:?}");
        assert!(
            matches!(refused[..], [Refusal::Addresses(_) | Refusal::Busy]),
            "{refused:?}"
        );
        let (id, who) = match house.invitation(first).await.state {
            InvitationState::Pending => (first, house.mara()),
            _ => (second, house.noor()),
        };
        house.cancel(who, id).await.expect("canceled");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_that_is_being_replaced_does_not_decline_what_was_sent_again() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..20 {
        let email = format!("guest{round}@contoso.example");
        let id = house
            .invite(house.mara(), house.forklift(), &email)
            .await
            .expect("sent");
        let token = house.token(id).await;
        house.clock.advance(TimeDelta::minutes(2));
        let answers = rush(&portals, 2, |portal, number| {
            let (mara, token) = (house.mara().clone(), token.clone());
            async move {
                let tx = portal.begin().await?;
                match number {
                    0 => decline::decline(&tx, &token, "test").await?,
                    _ => re_invite::re_invite(&tx, &mara, &fresh_key(), id).await?,
                }
                tx.commit().await
            }
        })
        .await;
        let (_, refused) = sort(answers);
        let row = house.invitation(id).await;
        // Declined first, it was sent again after that; sent again first, the link was over.
        assert_eq!(row.state, InvitationState::Pending, "round {round}: {refused:?}");
        match &refused[..] {
            [] => assert_eq!(row.epoch, 2, "its credit was free in between"),
            [Refusal::LinkReplaced] => assert_eq!(row.epoch, 1),
            other => panic!("round {round}: {other:?}"),
        }
        house.cancel(house.mara(), id).await.expect("canceled");
    }
    assert_eq!(house.free(house.forklift(), house.mara()).await, 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_manager_removed_while_an_admin_sends_again_is_no_sender() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 1).await;
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..15 {
        let email = format!("guest{round}@contoso.example");
        let id = house.invite(mara, course, &email).await.expect("sent");
        house.cancel(mara, id).await.expect("canceled");
        house.take_back(course, mara.user, 1).await.expect("taken back");
        house.clock.advance(TimeDelta::minutes(2));
        let answers = rush(&portals, 2, |portal, number| {
            let (ada, manager) = (house.ada().clone(), mara.user);
            async move {
                let tx = portal.begin().await?;
                match number {
                    0 => managers::remove(&tx, &ada, course, manager).await?,
                    _ => re_invite::re_invite(&tx, &ada, &fresh_key(), id).await?,
                }
                tx.commit().await
            }
        })
        .await;
        let (_, refused) = sort(answers);
        let (free, pending) = (0, 1);
        let sender = match &refused[..] {
            [] => house.ada().user,
            [refusal] => {
                assert_eq!(*refusal, Refusal::ManagerHasCredits { free, pending });
                mara.user
            }
            other => panic!("round {round}: {other:?}"),
        };
        let row = house.invitation(id).await;
        assert_eq!(
            (row.sender_id, row.state),
            (sender, InvitationState::Pending),
            "round {round}"
        );
        house.cancel(house.ada(), id).await.expect("canceled");
        if refused.is_empty() {
            house
                .act(async |tx| managers::add(tx, house.ada(), course, mara.user).await)
                .await
                .expect("back");
        }
        house.assign(course, mara.user, 1).await.expect("assigned");
    }
    house.close().await;
}
