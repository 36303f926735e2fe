//! Every invitation ends once.

use std::sync::Arc;

use chrono::TimeDelta;
use lectern_contract::{Refusal, UserId, invitations::InvitationState};
use lectern_domain::{
    Portal,
    invitations::{LIFE, accept, cancel, decline, expire},
};
use lectern_entities::registration;
use sea_orm::EntityTrait;

use crate::support::{House, PASSWORD, TestClock, rush, sort};

/// Who was quicker?
async fn race_to_the_end(house: &House, ahead: &Portal, number: usize) -> InvitationState {
    let invited = house
        .invite(
            house.mara(),
            house.forklift(),
            &format!("guest{number}@contoso.example"),
        )
        .await
        .expect("sent");
    let token = house.token(invited).await;
    let lena = house.learner(0).clone();
    let change = lectern_entities::user::ActiveModel {
        id: sea_orm::ActiveValue::Set(lena.user),
        email_key: sea_orm::ActiveValue::Set(format!("guest{number}@contoso.example")),
        ..Default::default()
    };
    sea_orm::ActiveModelTrait::update(change, &house.portal.databases().writer)
        .await
        .expect("Lena moved");
    let portals = [
        house.portal.clone(),
        house.portal.clone(),
        house.portal.clone(),
        ahead.clone(),
    ];
    let answers = rush(&portals, 4, |portal, place| {
        let (token, lena, mara) = (token.clone(), lena.clone(), house.mara().clone());
        async move {
            let tx = portal.begin().await?;
            let won = match place {
                0 => accept::accept(&tx, &lena, &token).await.map(|_| 1),
                1 => cancel::cancel(&tx, &mara, invited, true).await.map(|()| 1),
                2 => decline::decline(&tx, &token, "test").await.map(|()| 1),
                _ => expire::expire(&tx, 10).await,
            }?;
            tx.commit().await?;
            Ok(won)
        }
    })
    .await;
    let (won, refused) = sort(answers);
    let state = house.invitation(invited).await.state;
    assert_eq!(won.iter().sum::<usize>(), 1, "one wins: {won:?} {refused:?}");
    assert!(
        refused.iter().all(|refusal| *refusal == Refusal::InvitationIs(state)),
        "{state}: {refused:?}"
    );
    house.verify().await;
    state
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn accept_against_cancel_against_decline_against_expiry_has_one_winner() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 5).await;
    let future = Arc::new(TestClock::at(
        lectern_domain::clock::Clock::now(&*house.clock) + LIFE + TimeDelta::days(1),
    ));
    let ahead = house.process_at(future).await;
    let mut consumed = 0;
    for number in 0..30 {
        if race_to_the_end(&house, &ahead, number).await == InvitationState::Accepted {
            consumed += 1;
            let registration = house.registration(house.learner(0).user, house.forklift()).await;
            assert!(
                house.withdraw(registration.id).await.expect("withdrawn"),
                "never launched: refunded"
            );
        }
    }
    assert_eq!(
        house.free(house.forklift(), house.mara()).await,
        5,
        "{consumed} were consumed and came back"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_new_people_with_one_token_are_one_registration() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "wil@contoso.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 20, |portal, number| {
        let token = token.clone();
        async move { accept::accept_new(&portal, &token, &format!("Wil {number}"), PASSWORD, PASSWORD, "test").await }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 1);
    assert_eq!(refused, vec![Refusal::InvitationIs(InvitationState::Accepted); 19]);
    only_registration(&house, through[0].user).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_tabs_of_one_person_with_one_token_are_one_registration() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 20, |portal, _| {
        let (token, lena) = (token.clone(), house.learner(0).clone());
        async move {
            let tx = portal.begin().await?;
            let id = accept::accept(&tx, &lena, &token).await?;
            tx.commit().await?;
            Ok(id)
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 1);
    assert_eq!(refused, vec![Refusal::InvitationIs(InvitationState::Accepted); 19]);
    only_registration(&house, house.learner(0).user).await;
    house.close().await;
}

async fn only_registration(house: &House, user: UserId) {
    let all = registration::Entity::find()
        .all(house.portal.reader())
        .await
        .expect("read");
    assert_eq!(all.iter().map(|row| row.user_id).collect::<Vec<_>>(), [user]);
    assert_eq!((house.consumed().await, house.held().await), (1, 0));
}
