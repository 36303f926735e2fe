//! How a launch begins and ends, and which of two it is that counts.

use chrono::TimeDelta;
use lectern_contract::{Refusal, registrations::Completion};
use lectern_domain::{
    accounts::administer,
    runtime::{
        commit::Outcome,
        open::{self, TakeOver},
        sweep,
    },
};
use lectern_entities::launch;
use sea_orm::EntityTrait;

use super::{accepted, enrolled, standing};
use crate::support::{House, commit_of, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_opens_once_and_within_a_minute() {
    let (house, id) = enrolled(House::forklift).await;
    let late = house.launch(house.learner(0), id).await.expect("launched");
    house.clock.advance(TimeDelta::seconds(60));
    assert_eq!(refusal(house.open_player(&late).await), Refusal::StaleLink, "too late");
    assert_eq!(standing(&house, id).await.first_launched_at, None, "not counted");
    let token = house.launch(house.learner(0), id).await.expect("launched");
    house.clock.advance(TimeDelta::seconds(59));
    house.open_player(&token).await.expect("in time");
    assert_eq!(refusal(house.open_player(&token).await), Refusal::StaleLink, "once");
    assert_eq!(refusal(house.open_player("no such token").await), Refusal::StaleLink);
    assert_eq!(
        house.commit(&late, commit_of(1, &[])).await,
        Outcome::Ended,
        "never opened"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_learner_launches_and_only_their_own() {
    let (house, id) = enrolled(House::forklift).await;
    assert_eq!(refusal(house.launch(house.learner(1), id).await), Refusal::NotFound);
    assert_eq!(refusal(house.launch(house.ada(), id).await), Refusal::NotFound);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_is_told_and_may_take_over() {
    let (house, id) = enrolled(House::forklift).await;
    let first = house.play(house.learner(0), id).await;
    accepted(&house.commit(&first, commit_of(1, &[])).await);
    let second = house.play(house.learner(0), id).await;
    assert_eq!(house.commit(&first, commit_of(2, &[])).await, Outcome::OpenedElsewhere);
    accepted(&house.commit(&second, commit_of(1, &[])).await);
    let taken = open::take_over(&house.portal, &first, true).await;
    assert_eq!(taken.expect("taken over"), TakeOver::Taken(1));
    assert_eq!(accepted(&house.commit(&first, commit_of(2, &[])).await), 2);
    assert_eq!(house.commit(&second, commit_of(2, &[])).await, Outcome::OpenedElsewhere);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_launch_takes_late_commits_for_a_moment() {
    let (house, id) = enrolled(House::forklift).await;
    let token = house.play(house.learner(0), id).await;
    open::files(&house.portal, &token)
        .await
        .expect("an open launch reads files");
    open::close(&house.portal, &token).await.expect("the page closed");
    house.clock.advance(TimeDelta::seconds(30));
    assert_eq!(
        accepted(
            &house
                .commit(&token, commit_of(1, &[("cmi.core.lesson_status", "completed")]))
                .await
        ),
        1
    );
    house.clock.advance(TimeDelta::microseconds(1));
    assert_eq!(house.commit(&token, commit_of(2, &[])).await, Outcome::Ended);
    assert_eq!(refusal(open::files(&house.portal, &token).await), Refusal::StaleLink);
    assert_eq!(
        refusal(open::take_over(&house.portal, &token, true).await),
        Refusal::StaleLink
    );
    assert_eq!(standing(&house, id).await.completion, Completion::Completed);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_a_suspension_and_a_day_of_silence_end_launches() {
    let (house, id) = enrolled(House::forklift).await;
    let silent = house.play(house.learner(0), id).await;
    house.clock.advance(TimeDelta::hours(24) + TimeDelta::seconds(1));
    assert_eq!(house.act(async |tx| sweep::sweep(tx).await).await.expect("swept"), 1);
    assert_eq!(house.commit(&silent, commit_of(1, &[])).await, Outcome::Ended);

    let suspended = house.play(house.learner(0), id).await;
    house
        .act(async |tx| administer::suspend(tx, house.ada(), house.learner(0).user).await)
        .await
        .expect("suspended");
    assert_eq!(
        house.commit(&suspended, commit_of(1, &[])).await,
        Outcome::Ended,
        "no grace"
    );
    house
        .act(async |tx| administer::restore(tx, house.ada(), house.learner(0).user).await)
        .await
        .expect("restored");

    let withdrawn = house.play(house.learner(0), id).await;
    let waiting = house.launch(house.learner(0), id).await.expect("launched");
    house.withdraw(id).await.expect("withdrawn");
    assert_eq!(
        house.commit(&withdrawn, commit_of(1, &[])).await,
        Outcome::Ended,
        "no grace"
    );
    assert_eq!(refusal(house.open_player(&waiting).await), Refusal::StaleLink);
    let open = launch::Entity::find().all(house.portal.reader()).await.expect("read");
    assert!(open.iter().all(|row| row.ended_at.is_some()), "{open:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_suspended_meanwhile_neither_launches_nor_opens() {
    let (house, id) = enrolled(House::forklift).await;
    let lena = house.learner(0);
    let waiting = house.launch(lena, id).await.expect("launched");
    house.suspend(lena).await;
    assert_eq!(refusal(house.launch(lena, id).await), Refusal::UserSuspended);
    assert_eq!(refusal(house.start_over(lena, id).await), Refusal::UserSuspended);
    assert_eq!(refusal(house.open_player(&waiting).await), Refusal::StaleLink);
    assert_eq!(standing(&house, id).await.first_launched_at, None, "not counted");
    house.close().await;
}
