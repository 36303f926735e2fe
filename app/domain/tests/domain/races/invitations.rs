//! Invitations, raced.

use std::sync::Arc;

use chrono::TimeDelta;
use lectern_contract::{
    Refusal, UserId,
    invitations::{AddressProblem, InvitationState},
};
use lectern_domain::{
    Actor, Portal, Result,
    courses::{edit, managers},
    credits::accounts::Which,
    invitations::{
        LIFE, accept, cancel, decline, expire, re_invite,
        send::{self, SendForm},
    },
};
use lectern_entities::{invitation, registration};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::{House, PASSWORD, TestClock, fresh_key, rush, sort};

async fn send_one(portal: Portal, sender: Actor, course: lectern_contract::CourseId, addresses: String) -> Result<()> {
    let tx = portal.begin().await?;
    let form = SendForm {
        addresses,
        message: String::new(),
    };
    send::send(&tx, &sender, &fresh_key(), course, form).await?;
    tx.commit().await
}

async fn pending(house: &House) -> u64 {
    let rows = invitation::Entity::find().filter(invitation::Column::State.eq(InvitationState::Pending));
    rows.count(house.portal.reader()).await.expect("counted")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_credit_raced_by_100_invitations_is_held_by_one() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 100, |portal, number| {
        send_one(
            portal,
            house.mara().clone(),
            house.forklift(),
            format!("guest{number}@contoso.example"),
        )
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 1);
    assert_eq!(refused, vec![Refusal::NotEnoughCredits { free: 0, asked: 1 }; 99]);
    assert_eq!((house.held().await, pending(&house).await), (1, 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_admins_invitations_at_once_use_up_the_course_and_then_the_pool() {
    let house = House::open().await;
    house.grant(20).await.expect("granted");
    house.allocate(house.forklift(), 10).await.expect("allocated");
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 40, |portal, number| {
        send_one(
            portal,
            house.ada().clone(),
            house.forklift(),
            format!("guest{number}@contoso.example"),
        )
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!((through.len(), refused.len()), (20, 20), "{refused:?}");
    assert_eq!(
        (house.pool().await, house.credits(Which::Course(house.forklift())).await),
        (0, 0)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_address_invited_by_two_managers_at_once_is_invited_once() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 20).await;
    house.endow(house.forklift(), house.noor().user, 20).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 20, |portal, number| {
        let sender = if number % 2 == 0 { house.mara() } else { house.noor() };
        send_one(portal, sender.clone(), house.forklift(), "Guest@Contoso.example".into())
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 1);
    for refusal in &refused {
        let Refusal::Addresses(problems) = refusal else {
            panic!("{refusal:?}")
        };
        assert!(
            matches!(&problems[..], [(_, AddressProblem::AlreadyInvited(..))]),
            "{problems:?}"
        );
    }
    assert_eq!(house.held().await, 1);
    house.close().await;
}

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

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sweepers_and_senders_at_once_do_not_stand_in_each_others_way() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 40).await;
    house.endow(house.forklift(), house.noor().user, 40).await;
    house.grant(100).await.expect("granted");
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..4 {
        for number in 0..10 {
            let sender = if number % 2 == 0 { house.mara() } else { house.noor() };
            house
                .invite(
                    sender,
                    house.forklift(),
                    &format!("old{round}x{number}@contoso.example"),
                )
                .await
                .expect("sent");
        }
        house.clock.advance(LIFE);
        let answers = rush(&portals, 16, |portal, number| {
            let (mara, noor, ada, course) = (
                house.mara().clone(),
                house.noor().clone(),
                house.ada().clone(),
                house.forklift(),
            );
            let mut addresses: Vec<String> = (0..4)
                .map(|more| format!("new{round}x{number}x{more}@contoso.example"))
                .collect();
            addresses.push(format!("old{round}x{}@contoso.example", number % 10));
            async move {
                match number % 4 {
                    0 => {
                        let tx = portal.begin().await?;
                        expire::expire(&tx, 100).await?;
                        tx.commit().await
                    }
                    1 => send_one(portal, mara, course, addresses.join(",")).await,
                    2 => send_one(portal, noor, course, addresses.join(",")).await,
                    _ => send_one(portal, ada, course, addresses.join(",")).await,
                }
            }
        })
        .await;
        sort(answers);
        house.verify().await;
        house.clock.advance(LIFE);
        house.expire().await;
    }
    assert_eq!(house.held().await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_course_archived_while_invitations_are_sent_keeps_none_pending() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 20).await;
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..10 {
        let answers = rush(&portals, 6, |portal, number| {
            let (ada, mara, course) = (house.ada().clone(), house.mara().clone(), house.forklift());
            async move {
                if number > 0 {
                    return send_one(portal, mara, course, format!("guest{round}x{number}@contoso.example")).await;
                }
                let tx = portal.begin().await?;
                edit::archive(&tx, &ada, course).await?;
                tx.commit().await
            }
        })
        .await;
        let (_, refused) = sort(answers);
        assert!(
            refused.iter().all(|refusal| *refusal == Refusal::CourseNotLive),
            "{refused:?}"
        );
        assert_eq!(pending(&house).await, 0, "round {round}");
        house
            .act(async |tx| edit::publish(tx, house.ada(), house.forklift()).await)
            .await
            .expect("published again");
    }
    house.close().await;
}
