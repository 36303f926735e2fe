//! Which commits are taken, and what is stored of them.

use std::collections::BTreeMap;

use lectern_contract::{Refusal, registrations::Success};
use lectern_domain::runtime::commit::{Commit, Outcome};
use lectern_entities::{instance_item, launch_commit};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{accepted, enrolled, partial, standing};
use crate::support::{House, commit_of, refusal};

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
async fn a_session_that_was_terminated_takes_nothing_more() {
    let (house, id) = enrolled(House::forklift).await;
    let token = house.play(house.learner(0), id).await;
    let end = |sequence, page| Commit {
        terminated: true,
        ..commit_of(sequence, &[("cmi.core.lesson_location", page)])
    };
    house.commit(&token, end(1, "7")).await;
    let late = commit_of(2, &[("cmi.core.lesson_location", "1")]);
    let answer = lectern_domain::runtime::commit::commit(&house.portal, &token, late, "{}").await;
    assert_eq!(refusal(answer), Refusal::BadRequest);
    assert_eq!(
        accepted(&house.commit(&token, end(2, "8")).await),
        2,
        "the end itself, more complete"
    );
    let next = Commit {
        session: 2,
        ..commit_of(3, &[("cmi.core.lesson_location", "9")])
    };
    assert_eq!(accepted(&house.commit(&token, next).await), 3, "another session");
    house.close().await;
}
