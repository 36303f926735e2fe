//! Launches, raced.

use lectern_contract::{
    Refusal, RegistrationId,
    attempts::{Attempts, NewAttempt},
    registrations::RegistrationState,
};
use lectern_domain::{
    Error, Portal,
    accounts::administer,
    registrations::withdraw,
    runtime::{
        commit::{self, Outcome},
        launch, open,
    },
};
use lectern_entities::{instance, launch as launches};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::{House, commit_of, fresh_key, rush, sort};

const HOME: &str = "https://learn.northwind.example";

/// Lena learns a course of one item; two processes serve her.
async fn learning() -> (House, RegistrationId, [Portal; 2]) {
    let house = House::open().await;
    house.grant(1).await.expect("granted");
    let (lena, course) = (house.learner(0).user, house.forklift());
    house.enroll(lena, course).await.expect("enrolled");
    let id = house.registration(lena, course).await.id;
    let portals = [house.portal.clone(), house.second_process().await];
    (house, id, portals)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_launches_of_one_registration_are_one_first_launch() {
    let (house, id, portals) = learning().await;
    let lena = house.learner(0);
    let answers = rush(&portals, 50, |portal, _| {
        let lena = lena.clone();
        async move {
            let tx = portal.begin().await?;
            let token = launch::launch(&tx, &lena, id).await?;
            tx.commit().await?;
            open::open(&portal, &token, HOME).await
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!((through.len(), refused), (50, vec![]));
    let instances = instance::Entity::find()
        .count(house.portal.reader())
        .await
        .expect("counted");
    assert_eq!(instances, 1, "one registration, one run");
    let first = house.registration(lena.user, house.forklift()).await.first_launched_at;
    assert_eq!(first, Some(house.portal.now()));
    house.clock.advance(chrono::TimeDelta::days(40));
    house.play(lena, id).await;
    assert_eq!(
        house.registration(lena.user, house.forklift()).await.first_launched_at,
        first,
        "counted once"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_starts_over_twenty_times_at_once_begins_one_attempt() {
    let (house, id, portals) = learning().await;
    let lena = house.learner(0);
    // First by the button, then by launches that begin anew by themselves.
    for (by_launch, number) in [(false, 2), (true, 3)] {
        let token = house.play(lena, id).await;
        let failed = commit_of(1, &[("cmi.core.lesson_status", "failed")]);
        house.commit(&token, failed).await;
        if by_launch {
            let rules = Attempts {
                new: NewAttempt::Always,
                ..Attempts::default()
            };
            house.set_attempts(house.forklift(), rules).await;
        }
        let answers = rush(&portals, 20, |portal, _| {
            let lena = lena.clone();
            async move {
                let tx = portal.begin().await?;
                let token = match by_launch {
                    true => launch::launch(&tx, &lena, id).await?,
                    false => launch::start_over(&tx, &lena, id).await?,
                };
                tx.commit().await?;
                Ok(token)
            }
        })
        .await;
        let (tokens, refused) = sort(answers);
        assert_eq!((tokens.len(), refused), (20, vec![]), "whoever is late resumes");
        let row = house.registration(lena.user, house.forklift()).await;
        assert_eq!((row.attempt, row.attempt_over), (number, false));
        let instances = instance::Entity::find().count(house.portal.reader()).await;
        assert_eq!(instances.expect("counted"), u64::try_from(number).expect("few"));
        let mut opened = Vec::new();
        for token in tokens {
            opened.push(open::open(&house.portal, &token, HOME).await);
        }
        let (opened, refused) = sort(opened);
        assert_eq!((opened.len(), refused), (20, vec![]), "of the same attempt");
        let old = house.commit(&token, commit_of(2, &[])).await;
        assert!(matches!(old, Outcome::Accepted { .. }), "its page is closing: {old:?}");
    }
    assert_eq!(house.consumed().await, 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_launch_token_opens_one_player_of_fifty() {
    let (house, id, portals) = learning().await;
    let token = house.launch(house.learner(0), id).await.expect("launched");
    let answers = rush(&portals, 50, |portal, _| {
        let token = token.clone();
        async move { open::open(&portal, &token, HOME).await }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 1);
    assert_eq!(refused, vec![Refusal::StaleLink; 49]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_withdrawal_against_the_first_launch_refunds_or_launches_never_both() {
    let house = House::open().await;
    house.grant(40).await.expect("granted");
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..20 {
        let lena = house.learner(0);
        house.enroll(lena.user, house.forklift()).await.expect("enrolled");
        let id = house.registration(lena.user, house.forklift()).await.id;
        let token = house.launch(lena, id).await.expect("launched");
        let answers = rush(&portals, 2, |portal, number| {
            let (ada, token) = (house.ada().clone(), token.clone());
            async move {
                if number == 1 {
                    return open::open(&portal, &token, HOME).await.map(|_| None);
                }
                let tx = portal.begin().await?;
                let refunded = withdraw::withdraw(&tx, &ada, &fresh_key(), id).await?;
                tx.commit().await?;
                Ok::<_, Error>(Some(refunded))
            }
        })
        .await;
        let (through, refused) = sort(answers);
        let row = house.registration(lena.user, house.forklift()).await;
        assert_eq!(row.state, RegistrationState::Withdrawn);
        match row.first_launched_at {
            Some(_) => assert!(
                through.contains(&Some(false)) && refused.is_empty(),
                "round {round}: {through:?}"
            ),
            None => assert_eq!(
                (through, refused),
                (vec![Some(true)], vec![Refusal::StaleLink]),
                "round {round}"
            ),
        }
        house.verify().await;
        if row.first_launched_at.is_some() {
            break; // Coming back is free from now on: nothing is left to race for.
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn commits_of_one_launch_and_a_withdrawal_at_once_keep_one_order() {
    let house = House::open().await;
    house.grant(10).await.expect("granted");
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..4 {
        let learner = house.learner(round);
        house.enroll(learner.user, house.forklift()).await.expect("enrolled");
        let id = house.registration(learner.user, house.forklift()).await.id;
        let token = house.play(learner, id).await;
        let answers = rush(&portals, 20, |portal, number| {
            let (ada, token) = (house.ada().clone(), token.clone());
            async move {
                if number == 19 {
                    let tx = portal.begin().await?;
                    withdraw::withdraw(&tx, &ada, &fresh_key(), id).await?;
                    tx.commit().await?;
                    return Ok(Outcome::Ended);
                }
                let sequence = i64::try_from(number).expect("small") + 1;
                let elements = [("cmi.core.session_time", &*format!("00:00:{sequence:02}"))]
                    .map(|(name, time)| (name, time.to_owned()));
                let elements: Vec<_> = elements.iter().map(|(name, time)| (*name, time.as_str())).collect();
                commit::commit(&portal, &token, commit_of(sequence, &elements), "{}").await
            }
        })
        .await;
        let (outcomes, refused) = sort(answers);
        assert_eq!(refused, []);
        let highest = outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Accepted { accepted, .. } => Some(*accepted),
            _ => None,
        });
        let row = house.registration(learner.user, house.forklift()).await;
        assert_eq!(
            row.centiseconds,
            highest.max().unwrap_or(0) * 100,
            "the newest session time, once"
        );
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn launches_and_a_suspension_or_a_deletion_at_once_leave_none_open() {
    let house = House::open().await;
    house.grant(4).await.expect("granted");
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..4 {
        let learner = house.learner(round);
        house.enroll(learner.user, house.forklift()).await.expect("enrolled");
        let id = house.registration(learner.user, house.forklift()).await.id;
        let answers = rush(&portals, 8, |portal, number| {
            let (ada, learner) = (house.ada().clone(), learner.clone());
            async move {
                let tx = portal.begin().await?;
                if number == 3 {
                    match round % 2 {
                        0 => administer::suspend(&tx, &ada, learner.user).await?,
                        _ => administer::delete(&tx, &ada, learner.user).await?,
                    }
                    return tx.commit().await;
                }
                let token = launch::launch(&tx, &learner, id).await?;
                tx.commit().await?;
                open::open(&portal, &token, HOME).await.map(drop)
            }
        })
        .await;
        let (_, refused) = sort(answers);
        let late = |refusal: &Refusal| matches!(refusal, Refusal::UserSuspended | Refusal::StaleLink);
        assert!(refused.iter().all(late), "round {round}: {refused:?}");
        let open = launches::Entity::find()
            .filter(launches::Column::UserId.eq(learner.user))
            .filter(launches::Column::EndedAt.is_null())
            .count(house.portal.reader())
            .await;
        assert_eq!(open.expect("counted"), 0, "round {round}");
    }
    house.close().await;
}
