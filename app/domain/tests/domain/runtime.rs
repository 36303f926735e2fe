//! Launches and commits (`spec/runtime.md`).

use std::collections::BTreeMap;

use chrono::TimeDelta;
use lectern_contract::{
    CourseId, Refusal, RegistrationId,
    registrations::{Completion, Success},
};
use lectern_domain::{
    accounts::administer,
    runtime::{
        commit::{Commit, Outcome},
        open, sweep,
    },
};
use lectern_entities::{instance_item, launch, launch_commit, registration};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::Value;

use crate::support::{House, SCO, commit_of, refusal};

/// Lena learns a course.
async fn enrolled(course: impl FnOnce(&House) -> CourseId) -> (House, RegistrationId) {
    let house = House::open().await;
    let course = course(&house);
    house.grant(1).await.expect("granted");
    house.enroll(house.learner(0).user, course).await.expect("enrolled");
    let id = house.registration(house.learner(0).user, course).await.id;
    (house, id)
}

async fn standing(house: &House, id: RegistrationId) -> registration::Model {
    let row = registration::Entity::find_by_id(id)
        .one(house.portal.reader())
        .await
        .expect("read");
    row.expect("the registration is there")
}

fn accepted(outcome: &Outcome) -> i64 {
    match outcome {
        Outcome::Accepted { accepted, .. } => *accepted,
        other => panic!("not accepted: {other:?}"),
    }
}

fn partial(sequence: i64, elements: &[(&str, &str)]) -> Commit {
    Commit {
        partial: true,
        ..commit_of(sequence, elements)
    }
}

/// What the player is told of the first item.
fn told<'a>(config: &'a Value, what: &str) -> &'a Value {
    &config["items"][0][what]
}

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
async fn a_commit_of_an_older_sequence_changes_nothing() {
    let (house, id) = enrolled(House::forklift).await;
    let token = house.play(house.learner(0), id).await;
    let second = house
        .commit(&token, commit_of(5, &[("cmi.core.lesson_location", "page 5")]))
        .await;
    assert_eq!(accepted(&second), 5);
    for late in [5, 4, 1] {
        let outcome = house
            .commit(&token, commit_of(late, &[("cmi.core.lesson_location", "page 1")]))
            .await;
        assert_eq!(accepted(&outcome), 5, "told what is stored");
    }
    let rows = instance_item::Entity::find()
        .all(house.portal.reader())
        .await
        .expect("read");
    assert!(rows[0].elements.contains("page 5"), "{}", rows[0].elements);
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
    assert_eq!(open::take_over(&house.portal, &first).await.expect("taken over"), 1);
    assert_eq!(accepted(&house.commit(&first, commit_of(2, &[])).await), 2);
    assert_eq!(house.commit(&second, commit_of(2, &[])).await, Outcome::OpenedElsewhere);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_never_falls_and_the_best_score_counts() {
    let (house, id) = enrolled(House::forklift).await;
    let token = house.play(house.learner(0), id).await;
    let passed = [("cmi.core.lesson_status", "passed"), ("cmi.core.score.raw", "80")];
    house.commit(&token, commit_of(1, &passed)).await;
    let done = standing(&house, id).await.completed_at;
    assert_eq!(done, Some(house.portal.now()));
    house.clock.advance(TimeDelta::hours(1));
    for (sequence, status) in [(2, "failed"), (3, "incomplete"), (4, "browsed"), (5, "completed")] {
        let worse = [("cmi.core.lesson_status", status), ("cmi.core.score.raw", "10")];
        accepted(&house.commit(&token, commit_of(sequence, &worse)).await);
        let row = standing(&house, id).await;
        assert_eq!(
            (row.completion, row.success),
            (Completion::Completed, Success::Passed),
            "after {status}"
        );
        assert_eq!((row.score, row.completed_at), (Some(0.8), done), "after {status}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn session_time_is_added_once_per_session() {
    let (house, id) = enrolled(House::forklift).await;
    let token = house.play(house.learner(0), id).await;
    for (sequence, time) in [(1, "00:00:10"), (2, "00:00:25"), (3, "00:01:00")] {
        house
            .commit(&token, commit_of(sequence, &[("cmi.core.session_time", time)]))
            .await;
    }
    assert_eq!(
        standing(&house, id).await.centiseconds,
        6_000,
        "the session's own sum, not each commit's"
    );
    house
        .commit(
            &token,
            Commit {
                session: 2,
                ..commit_of(4, &[("cmi.core.session_time", "00:00:30")])
            },
        )
        .await;
    assert_eq!(
        standing(&house, id).await.centiseconds,
        9_000,
        "another session of the same launch"
    );
    house
        .commit(
            &token,
            Commit {
                session: 2,
                ..partial(5, &[("cmi.core.lesson_location", "3")])
            },
        )
        .await;
    assert_eq!(
        standing(&house, id).await.centiseconds,
        9_000,
        "a commit that says nothing of time"
    );

    let token = house.play(house.learner(0), id).await;
    house
        .commit(&token, partial(1, &[("cmi.core.lesson_location", "4")]))
        .await;
    assert_eq!(
        standing(&house, id).await.centiseconds,
        9_000,
        "the old session's time is not added again"
    );
    house
        .commit(&token, partial(2, &[("cmi.core.session_time", "00:00:05")]))
        .await;
    assert_eq!(standing(&house, id).await.centiseconds, 9_500);
    let config = reopened(&house, id).await;
    assert_eq!(told(&config, "total_time"), "0000:01:35");
    house.close().await;
}

/// The player's configuration at the next launch.
async fn reopened(house: &House, id: RegistrationId) -> Value {
    let token = house.launch(house.learner(0), id).await.expect("launched");
    house.open_player(&token).await.expect("opened")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_suspended_or_died_is_resumed() {
    let (house, id) = enrolled(House::forklift).await;
    assert_eq!(told(&reopened(&house, id).await, "entry"), "ab-initio");
    let token = house.play(house.learner(0), id).await;
    house
        .commit(
            &token,
            commit_of(
                1,
                &[("cmi.suspend_data", "chapter 3"), ("cmi.core.lesson_location", "3")],
            ),
        )
        .await;
    let config = reopened(&house, id).await;
    assert_eq!(told(&config, "entry"), "resume", "the browser was closed in the middle");
    assert_eq!(told(&config, "data")["cmi.suspend_data"], "chapter 3");

    let token = house.play(house.learner(0), id).await;
    let end = [("cmi.core.exit", "suspend"), ("cmi.suspend_data", "chapter 4")];
    house
        .commit(
            &token,
            Commit {
                terminated: true,
                ..commit_of(1, &end)
            },
        )
        .await;
    let config = reopened(&house, id).await;
    assert_eq!(
        (told(&config, "entry"), &told(&config, "data")["cmi.suspend_data"]),
        (&"resume".into(), &"chapter 4".into())
    );

    let token = house.play(house.learner(0), id).await;
    let end = [("cmi.core.exit", ""), ("cmi.core.lesson_status", "completed")];
    house
        .commit(
            &token,
            Commit {
                terminated: true,
                ..commit_of(1, &end)
            },
        )
        .await;
    assert_eq!(told(&reopened(&house, id).await, "entry"), "", "left for good");
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
        refusal(open::take_over(&house.portal, &token).await),
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
async fn a_wrong_commit_is_refused_whole() {
    let (house, id) = enrolled(House::forklift).await;
    let token = house.play(house.learner(0), id).await;
    let wrong = [
        ("cmi.core.lesson_status", "passed"),
        ("cmi.core.score.raw", "ninety"),
        ("cmi.core", "all"),
    ];
    let Outcome::Invalid(problems) = house.commit(&token, commit_of(1, &wrong)).await else {
        panic!("taken")
    };
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_eq!(standing(&house, id).await.success, Success::Unknown);
    let kept = launch_commit::Entity::find()
        .count(house.portal.reader())
        .await
        .expect("counted");
    assert_eq!(kept, 0);
    assert_eq!(
        accepted(&house.commit(&token, commit_of(1, &wrong[..1])).await),
        1,
        "its number is still free"
    );
    let stranger = Commit {
        item: "no such item".into(),
        ..commit_of(2, &[])
    };
    let answer = lectern_domain::runtime::commit::commit(&house.portal, &token, stranger, "{}").await;
    assert_eq!(refusal(answer), Refusal::BadRequest);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partial_commit_is_judged_with_what_is_stored() {
    let (house, id) = enrolled(House::forklift).await;
    let token = house.play(house.learner(0), id).await;
    house
        .commit(
            &token,
            commit_of(
                1,
                &[
                    ("cmi.core.score.min", "0"),
                    ("cmi.core.score.max", "20"),
                    ("cmi.suspend_data", "x"),
                ],
            ),
        )
        .await;
    house.commit(&token, partial(2, &[("cmi.core.score.raw", "15")])).await;
    assert_eq!(standing(&house, id).await.score, Some(0.75), "15 of 20");
    let rows = instance_item::Entity::find()
        .all(house.portal.reader())
        .await
        .expect("read");
    let stored: BTreeMap<String, String> = serde_json::from_str(&rows[0].elements).expect("stored as JSON");
    assert_eq!(
        stored.get("cmi.suspend_data").map(String::as_str),
        Some("x"),
        "what did not change stays"
    );
    house.commit(&token, commit_of(3, &[("cmi.suspend_data", "y")])).await;
    let rows = instance_item::Entity::find()
        .all(house.portal.reader())
        .await
        .expect("read");
    assert!(
        !rows[0].elements.contains("score"),
        "a whole commit replaces: {}",
        rows[0].elements
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partial_commit_of_a_new_attempt_takes_nothing_from_the_one_before() {
    let (house, id) = enrolled(House::fire).await;
    let stored = async |exit| {
        let token = house.play(house.learner(0), id).await;
        let end = [("cmi.location", "7"), ("cmi.exit", exit)];
        let over = Commit {
            terminated: true,
            ..commit_of(1, &end)
        };
        accepted(&house.commit(&token, over).await);
        let token = house.play(house.learner(0), id).await;
        accepted(&house.commit(&token, partial(1, &[("cmi.suspend_data", "x")])).await);
        let rows = instance_item::Entity::find().all(house.portal.reader()).await;
        rows.expect("read")[0].elements.clone()
    };
    assert_eq!(
        stored("suspend").await,
        r#"{"cmi.location":"7","cmi.suspend_data":"x"}"#,
        "a suspended attempt goes on"
    );
    assert_eq!(
        stored("").await,
        r#"{"cmi.suspend_data":"x"}"#,
        "one that ended does not"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_measure_of_the_primary_objective_decides_in_2004() {
    let (house, id) = enrolled(House::fire).await;
    let token = house.play(house.learner(0), id).await;
    let claimed = [
        ("cmi.score.scaled", "0.79"),
        ("cmi.success_status", "passed"),
        ("cmi.completion_status", "completed"),
    ];
    house.commit(&token, commit_of(1, &claimed)).await;
    let row = standing(&house, id).await;
    assert_eq!(
        (row.completion, row.success),
        (Completion::Incomplete, Success::Failed),
        "one of two items, below 0.8"
    );
    house.commit(&token, partial(2, &[("cmi.score.scaled", "0.8")])).await;
    assert_eq!(standing(&house, id).await.success, Success::Passed);
    let second = Commit {
        item: "second".into(),
        ..commit_of(
            3,
            &[("cmi.success_status", "failed"), ("cmi.completion_status", "completed")],
        )
    };
    house.commit(&token, second).await;
    let row = standing(&house, id).await;
    assert_eq!(
        (row.completion, row.success),
        (Completion::Completed, Success::Passed),
        "passed never falls"
    );
    assert_eq!(row.centiseconds, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_player_keeps_its_place() {
    let (house, id) = enrolled(House::fire).await;
    let token = house.play(house.learner(0), id).await;
    let tree = serde_json::json!({ "suspended": "second" });
    let commit = Commit {
        sequencing: Some(tree.clone()),
        current: Some("second".into()),
        ..commit_of(1, &[])
    };
    house.commit(&token, commit).await;
    house.commit(&token, commit_of(2, &[])).await;
    // What is no item of the course is no place in it.
    for (sequence, nowhere) in (3..).zip(["nowhere", "second\0"]) {
        let commit = Commit {
            current: Some(nowhere.into()),
            ..commit_of(sequence, &[])
        };
        house.commit(&token, commit).await;
    }
    let config = reopened(&house, id).await;
    assert_eq!((&config["current"], &config["sequencing"]), (&"second".into(), &tree));
    assert_eq!(config["items"][0]["id"], SCO);
    assert_eq!(config["learner"]["name"], "Holt, Lena");
    house.close().await;
}
