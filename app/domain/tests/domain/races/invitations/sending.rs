//! Sent at once, and while something else happens.

use lectern_contract::{
    Refusal,
    invitations::{AddressProblem, InvitationState},
};
use lectern_domain::{
    Actor, Portal, Result,
    courses::edit,
    credits::accounts::Which,
    invitations::{
        LIFE, expire,
        send::{self, SendForm},
    },
};
use lectern_entities::invitation;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::{House, fresh_key, rush, sort};

pub(super) async fn send_one(
    portal: Portal,
    sender: Actor,
    course: lectern_contract::CourseId,
    addresses: String,
) -> Result<()> {
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
