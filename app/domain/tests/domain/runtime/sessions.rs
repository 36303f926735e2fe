//! From one session to the next: time is added up, and who comes back goes on where they were.

use lectern_domain::runtime::commit::Commit;

use super::{enrolled, partial, reopened, standing, told};
use crate::support::{House, SCO, commit_of};

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
