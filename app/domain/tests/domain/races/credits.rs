//! The last credit, raced.

use chrono::TimeDelta;
use lectern_contract::{Refusal, UserId, credits::CreditSource};
use lectern_domain::{
    Result,
    accounts::administer::{self, UserForm},
    courses::managers,
    credits::{self, accounts::Which},
    invitations::{decline, expire},
    registrations::{enroll, withdraw},
};

use crate::support::{House, fresh_key, rush, sort};

/// This many new learners.
async fn crowd(house: &House, many: usize) -> Vec<UserId> {
    let made = house.act(async |tx| {
        let mut ids = Vec::with_capacity(many);
        for number in 0..many {
            let form = UserForm {
                name: format!("Learner {number}"),
                email: format!("learner{number}@contoso.example"),
                roles: vec![lectern_contract::Role::Learner],
            };
            ids.push(administer::create(tx, house.ada(), &fresh_key(), form).await?);
        }
        Ok(ids)
    });
    made.await.expect("a crowd")
}

/// Everybody is enrolled at once, over two processes.
async fn enroll_all(house: &House, users: Vec<UserId>) -> Vec<Result<CreditSource>> {
    let portals = [house.portal.clone(), house.second_process().await];
    rush(&portals, users.len(), |portal, number| {
        let (ada, user, course) = (house.ada().clone(), users[number], house.forklift());
        async move {
            let tx = portal.begin().await?;
            let source = enroll::enroll(&tx, &ada, &fresh_key(), user, course).await?;
            tx.commit().await?;
            Ok(source)
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_credit_raced_by_100_enrollments_goes_to_one() {
    let house = House::open().await;
    house.grant(1).await.expect("granted");
    let learners = crowd(&house, 100).await;
    let (through, refused) = sort(enroll_all(&house, learners).await);
    assert_eq!(through, [CreditSource::Pool]);
    assert_eq!(refused, vec![Refusal::NoCredit; 99]);
    assert_eq!((house.pool().await, house.consumed().await), (0, 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn enrollments_at_once_use_up_the_course_and_then_the_pool() {
    let house = House::open().await;
    house.grant(40).await.expect("granted");
    house.allocate(house.forklift(), 20).await.expect("allocated");
    let learners = crowd(&house, 60).await;
    let (through, refused) = sort(enroll_all(&house, learners).await);
    let from_course = through.iter().filter(|source| **source == CreditSource::Course).count();
    assert_eq!((through.len(), from_course), (40, 20));
    assert_eq!(refused, vec![Refusal::NoCredit; 20]);
    assert_eq!(house.credits(Which::Course(house.forklift())).await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_learner_enrolled_by_many_at_once_costs_one_credit() {
    let house = House::open().await;
    house.grant(30).await.expect("granted");
    let lena = house.learner(0).user;
    let (through, refused) = sort(enroll_all(&house, vec![lena; 20]).await);
    assert_eq!(through.len(), 1);
    assert_eq!(refused, vec![Refusal::AlreadyEnrolled; 19]);
    assert_eq!(house.consumed().await, 1);

    let registration = house.registration(lena, house.forklift()).await;
    assert!(house.withdraw(registration.id).await.expect("withdrawn"));
    let (through, refused) = sort(enroll_all(&house, vec![lena; 20]).await);
    assert_eq!(through.len(), 1, "coming back is one act, too");
    assert_eq!(refused, vec![Refusal::AlreadyEnrolled; 19]);
    assert_eq!(house.consumed().await, 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_withdrawal_by_many_at_once_refunds_once() {
    let house = House::open().await;
    house.grant(1).await.expect("granted");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    let id = house.registration(house.learner(0).user, house.forklift()).await.id;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 12, |portal, _| {
        let ada = house.ada().clone();
        async move {
            let tx = portal.begin().await?;
            let refunded = withdraw::withdraw(&tx, &ada, &fresh_key(), id).await?;
            tx.commit().await?;
            Ok(refunded)
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through, [true]);
    assert_eq!(refused, vec![Refusal::AlreadyWithdrawn; 11]);
    assert_eq!((house.pool().await, house.consumed().await), (1, 0));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn moves_among_pool_course_and_managers_at_once_lose_nothing() {
    let house = House::open().await;
    house.grant(60).await.expect("granted");
    house.allocate(house.forklift(), 30).await.expect("allocated");
    house
        .assign(house.forklift(), house.mara().user, 10)
        .await
        .expect("assigned");
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 80, |portal, number| {
        let (ada, course) = (house.ada().clone(), house.forklift());
        let manager = if number % 3 == 0 {
            house.noor().user
        } else {
            house.mara().user
        };
        async move {
            let (tx, key) = (portal.begin().await?, fresh_key());
            match number % 4 {
                0 => credits::allocate(&tx, &ada, &key, course, 3).await?,
                1 => credits::assign(&tx, &ada, &key, course, manager, 2).await?,
                2 => credits::take_back(&tx, &ada, &key, course, manager, 1).await?,
                _ => credits::deallocate(&tx, &ada, &key, course, 2).await?,
            }
            tx.commit().await
        }
    })
    .await;
    let (_, refused) = sort(answers);
    assert!(
        refused
            .iter()
            .all(|refusal| matches!(refusal, Refusal::NotEnoughCredits { .. })),
        "{refused:?}"
    );
    let of_managers =
        house.free(house.forklift(), house.mara()).await + house.free(house.forklift(), house.noor()).await;
    assert_eq!(
        house.pool().await + house.credits(Which::Course(house.forklift())).await + of_managers,
        60
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_manager_is_not_removed_while_credits_arrive() {
    let house = House::open().await;
    house.grant(100).await.expect("granted");
    house.allocate(house.forklift(), 100).await.expect("allocated");
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..15 {
        let answers = rush(&portals, 2, |portal, number| {
            let (ada, noor, course) = (house.ada().clone(), house.noor().user, house.forklift());
            async move {
                let tx = portal.begin().await?;
                match number {
                    0 => credits::assign(&tx, &ada, &fresh_key(), course, noor, 1).await?,
                    _ => managers::remove(&tx, &ada, course, noor).await?,
                }
                tx.commit().await
            }
        })
        .await;
        let (through, refused) = sort(answers);
        assert_eq!((through.len(), refused.len()), (1, 1), "round {round}: {refused:?}");
        if house.free(house.forklift(), house.noor()).await > 0 {
            house
                .take_back(house.forklift(), house.noor().user, 1)
                .await
                .expect("taken back");
        } else {
            house
                .act(async |tx| managers::add(tx, house.ada(), house.forklift(), house.noor().user).await)
                .await
                .expect("back");
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_manager_is_not_removed_while_an_invitations_credit_comes_back() {
    let house = House::open().await;
    let course = house.forklift();
    house.endow(course, house.noor().user, 1).await;
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..24 {
        let id = house
            .invite(house.noor(), course, "kai@contoso.example")
            .await
            .expect("held");
        let token = house.token(id).await;
        if round % 2 == 0 {
            house.clock.advance(TimeDelta::days(31));
        }
        let answers = rush(&portals, 2, |portal, number| {
            let (ada, noor, token) = (house.ada().clone(), house.noor().user, token.clone());
            async move {
                let tx = portal.begin().await?;
                match (number, round % 2) {
                    (0, _) => managers::remove(&tx, &ada, course, noor).await?,
                    (_, 0) => assert_eq!(expire::expire(&tx, 500).await?, 1),
                    _ => decline::decline(&tx, &token, "race").await?,
                }
                tx.commit().await
            }
        })
        .await;
        let (through, refused) = sort(answers);
        assert!(
            through.len() == 1 && matches!(refused[..], [Refusal::ManagerHasCredits { .. }]),
            "round {round}: {refused:?}"
        );
        assert_eq!(house.free(course, house.noor()).await, 1, "round {round}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refund_finds_its_manager_or_the_course_but_never_a_closed_account() {
    let house = House::open().await;
    let (course, noor) = (house.forklift(), house.noor());
    house.grant(1).await.expect("granted");
    house.allocate(course, 1).await.expect("allocated");
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..24 {
        house.assign(course, noor.user, 1).await.expect("assigned");
        let invited = house
            .invite(noor, course, "lena@northwind.example")
            .await
            .expect("sent");
        let token = house.token(invited).await;
        let registration = house.accept(house.learner(0), &token).await.expect("accepted");
        let answers = rush(&portals, 2, |portal, number| {
            let (ada, noor) = (house.ada().clone(), noor.user);
            async move {
                let tx = portal.begin().await?;
                match number {
                    0 => assert!(withdraw::withdraw(&tx, &ada, &fresh_key(), registration).await?),
                    _ => managers::remove(&tx, &ada, course, noor).await?,
                }
                tx.commit().await
            }
        })
        .await;
        let (_, refused) = sort(answers);
        let of_both = (
            house.free(course, noor).await,
            house.credits(Which::Course(course)).await,
        );
        if refused.is_empty() {
            assert_eq!(of_both, (0, 1), "round {round}: removed, so the course gets it");
            house
                .act(async |tx| managers::add(tx, house.ada(), course, noor.user).await)
                .await
                .expect("back");
        } else {
            assert_eq!(
                refused,
                [Refusal::ManagerHasCredits { free: 1, pending: 0 }],
                "round {round}"
            );
            assert_eq!(of_both, (1, 0), "round {round}");
            house.take_back(course, noor.user, 1).await.expect("taken back");
        }
    }
    house.close().await;
}
