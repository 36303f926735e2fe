//! Two tabs with one course, and how long a session can take.

use chrono::TimeDelta;
use lectern_domain::runtime::{
    commit::{Commit, Outcome},
    open::{TakeOver, take_over},
};

use super::{accepted, enrolled, reopened, standing, told};
use crate::support::{House, commit_of};

async fn take(house: &House, tab: &str, replace: bool) -> TakeOver {
    take_over(&house.portal, tab, replace).await.expect("asked")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_taken_over_and_taken_back_adds_its_time_once() {
    let (house, id) = enrolled(House::forklift).await;
    let (first, second) = (
        house.play(house.learner(0), id).await,
        house.play(house.learner(0), id).await,
    );
    for (tab, sequence, time, minutes) in [
        (&first, 1, "00:10:00", 10),
        (&second, 1, "00:05:00", 15),
        (&first, 2, "00:20:00", 25),
        (&second, 2, "00:06:00", 26),
        (&second, 3, "00:08:00", 28),
        (&first, 3, "00:20:30", 28),
    ] {
        take(&house, tab, true).await;
        let commit = commit_of(sequence, &[("cmi.core.session_time", time)]);
        accepted(&house.commit(tab, commit).await);
        let all = standing(&house, id).await.centiseconds;
        assert_eq!(all / 6_000, minutes, "after {time}: {all}");
    }
    // A word that says nothing of time adds none, whoever wrote before it.
    take(&house, &second, true).await;
    accepted(&house.commit(&second, commit_of(4, &[])).await);
    assert_eq!(told(&reopened(&house, id).await, "total_time"), "0000:28:30");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn newer_work_of_another_tab_is_replaced_only_by_who_means_to() {
    let (house, id) = enrolled(House::forklift).await;
    let page = |sequence, page: &str| commit_of(sequence, &[("cmi.core.lesson_location", page)]);
    let first = house.play(house.learner(0), id).await;
    accepted(&house.commit(&first, page(1, "1")).await);
    house.clock.advance(TimeDelta::seconds(1));
    let second = house.play(house.learner(0), id).await;
    assert_eq!(
        take(&house, &first, false).await,
        TakeOver::Taken(1),
        "opened, and nothing saved"
    );
    assert_eq!(
        take(&house, &second, false).await,
        TakeOver::Taken(0),
        "it was told of all there is"
    );

    house.clock.advance(TimeDelta::seconds(1));
    accepted(&house.commit(&second, page(1, "7")).await);
    assert_eq!(take(&house, &first, false).await, TakeOver::Newer);
    assert_eq!(house.commit(&first, page(2, "2")).await, Outcome::OpenedElsewhere);
    accepted(&house.commit(&second, page(2, "8")).await);
    assert_eq!(take(&house, &first, true).await, TakeOver::Taken(1));

    house.clock.advance(TimeDelta::seconds(1));
    accepted(&house.commit(&first, page(2, "2")).await);
    assert_eq!(
        take(&house, &second, false).await,
        TakeOver::Newer,
        "the other way round"
    );
    assert_eq!(
        take(&house, &first, false).await,
        TakeOver::Taken(2),
        "the newest is its own"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_takes_no_longer_than_its_launch_is_open() {
    let (house, id) = enrolled(House::fire).await;
    let token = house.play(house.learner(0), id).await;
    house.clock.advance(TimeDelta::minutes(30));
    for (session, time, minutes) in [
        (1, "P2900000000Y", 90),
        (2, "P2900000000Y", 180),
        (3, "PT24H", 270),
        (4, "PT20M", 290),
    ] {
        let commit = Commit {
            session,
            ..commit_of(i64::from(session), &[("cmi.session_time", time)])
        };
        accepted(&house.commit(&token, commit).await);
        let all = standing(&house, id).await.centiseconds;
        assert_eq!(all, minutes * 6_000, "half an hour and one for their clock: {time}");
    }
    house.close().await;
}
