//! What a retake changes, and what it does not: no credit moves, and what was reached stays (`spec/credits.md` 13).

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    Refusal, RegistrationId,
    attempts::{Attempts, Counts, FailedMeans},
    hooks::HookEvent,
    registrations::{Completion, LaunchEnd, Success},
};
use lectern_domain::{
    certificates,
    runtime::{
        commit::{Commit, Outcome},
        open,
    },
};
use lectern_entities::{instance_item, launch, ledger_transaction};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{accepted, anew, at, enrolled, run, standing};
use crate::support::{House, SCO, commit_of, refusal};

/// What a result says.
fn said(status: &'static str, score: &'static str) -> [(&'static str, &'static str); 3] {
    [
        ("cmi.core.lesson_status", status),
        ("cmi.core.score.raw", score),
        ("cmi.core.session_time", "00:01:00"),
    ]
}

/// The pool, what is consumed, and how many movements there were.
async fn books(house: &House) -> (i64, i64, u64) {
    let all = ledger_transaction::Entity::find().count(house.portal.reader()).await;
    (house.pool().await, house.consumed().await, all.expect("counted"))
}

/// When the registration was counted, and when it was completed first.
async fn moments(house: &House, id: RegistrationId) -> [Option<DateTime<Utc>>; 2] {
    let row = standing(house, id).await;
    [row.first_launched_at, row.completed_at]
}

#[tokio::test(flavor = "multi_thread")]
async fn retakes_move_no_credit_and_are_counted_and_completed_once() {
    let (house, id) = enrolled(House::forklift).await;
    house.listen_to_all().await;
    let before = books(&house).await;
    run(&house, id, &said("completed", "80")).await;
    let first = moments(&house, id).await;
    assert_eq!(first, [Some(house.portal.now()); 2]);
    for status in ["failed", "incomplete", "failed", "completed"] {
        house.clock.advance(TimeDelta::days(1));
        anew(&house, id, &said("failed", "10")).await;
        anew(&house, id, &said(status, "20")).await;
        house.launch(house.learner(0), id).await.expect("resumed");
        if status == "incomplete" {
            let token = house.play(house.learner(0), id).await;
            house.commit(&token, commit_of(1, &said("failed", "20"))).await;
        }
    }
    let row = standing(&house, id).await;
    assert_eq!(row.attempt, 9);
    assert_eq!(row.centiseconds, 60_000, "each session of a minute is added up");
    assert_eq!(
        (row.completion, row.success, row.score),
        (Completion::Completed, Success::Unknown, Some(0.8)),
        "failing a retake takes nothing away"
    );
    assert_eq!(moments(&house, id).await, first);
    assert_eq!(row.last_launched_at, Some(house.portal.now()));
    assert_eq!(books(&house).await, before);
    let told = house.kinds().await;
    let completed = told.iter().filter(|one| **one == HookEvent::RegistrationCompleted);
    assert_eq!(completed.count(), 1);
    let lena = house.learner(0);
    house
        .act(async |tx| certificates::issue(tx, lena, id).await)
        .await
        .expect("it is still hers");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_highest_score_counts_or_the_last() {
    for (counts, without_one, then) in [
        (Counts::Highest, Some(0.8), Some(0.8)),
        (Counts::Last, Some(0.8), Some(0.3)),
    ] {
        let (house, id) = enrolled(House::forklift).await;
        let rules = Attempts {
            counts,
            ..Attempts::default()
        };
        house.set_attempts(house.forklift(), rules).await;
        run(&house, id, &said("passed", "80")).await;
        let token = anew(&house, id, &[("cmi.core.lesson_status", "incomplete")]).await;
        assert_eq!(standing(&house, id).await.score, without_one, "{counts}: none yet");
        house.commit(&token, commit_of(2, &said("failed", "30"))).await;
        let row = standing(&house, id).await;
        assert_eq!((row.score, row.success), (then, Success::Passed), "{counts}");
        anew(&house, id, &said("passed", "90")).await;
        assert_eq!(standing(&house, id).await.score, Some(0.9), "{counts}: both");
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_means_is_the_courses_and_ends_the_attempt_either_way() {
    for (failed_means, completion) in [
        (FailedMeans::Completed, Completion::Completed),
        (FailedMeans::Incomplete, Completion::Incomplete),
    ] {
        let (house, id) = enrolled(House::forklift).await;
        let rules = Attempts {
            failed_means,
            ..Attempts::default()
        };
        house.set_attempts(house.forklift(), rules).await;
        let token = run(&house, id, &said("failed", "10")).await;
        let row = standing(&house, id).await;
        assert_eq!(
            (row.completion, row.success),
            (completion, Success::Failed),
            "{failed_means}"
        );
        assert_eq!(
            row.completed_at.is_some(),
            completion == Completion::Completed,
            "{failed_means}"
        );
        let over = completion == Completion::Completed;
        assert_eq!(at(&house, id).await, (1, over), "{failed_means}: it may go on");
        let last = Commit {
            terminated: true,
            ..commit_of(2, &said("failed", "10"))
        };
        house.commit(&token, last).await;
        assert_eq!(at(&house, id).await, (1, true), "{failed_means}");
        house.clock.advance(TimeDelta::days(30));
        anew(&house, id, &said("passed", "90")).await;
        let row = standing(&house, id).await;
        assert_eq!(
            (row.completion, row.success, row.completed_at),
            (Completion::Completed, Success::Passed, Some(house.portal.now())),
            "{failed_means}: valid from the day it was passed"
        );
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn last_words_of_an_old_attempt_are_kept_and_change_nothing_of_the_new_one() {
    let (house, id) = enrolled(House::forklift).await;
    let rules = Attempts {
        counts: Counts::Last,
        ..Attempts::default()
    };
    house.set_attempts(house.forklift(), rules).await;
    let old = run(&house, id, &said("failed", "20")).await;
    let token = house.start_over(house.learner(0), id).await.expect("anew");
    house.open_player(&token).await.expect("opened");
    house.clock.advance(TimeDelta::seconds(30));
    let late = house.commit(&old, commit_of(2, &said("passed", "95"))).await;
    assert_eq!(accepted(&late), 2, "its page was just closing");
    let row = standing(&house, id).await;
    assert_eq!(
        (row.completion, row.success, row.score),
        (Completion::Completed, Success::Passed, Some(0.2)),
        "they did pass; the score is of the last attempt"
    );
    assert_eq!(at(&house, id).await, (2, false), "which runs");
    let items = instance_item::Entity::find().count(house.portal.reader()).await;
    assert_eq!(items.expect("counted"), 1, "and was told nothing");

    house.commit(&token, commit_of(1, &said("incomplete", "40"))).await;
    assert_eq!(standing(&house, id).await.score, Some(0.4));
    house.clock.advance(TimeDelta::microseconds(1));
    let later = commit_of(3, &said("failed", "5"));
    assert_eq!(house.commit(&old, later).await, Outcome::Ended);
    let gone = Refusal::StaleLink;
    assert_eq!(refusal(open::take_over(&house.portal, &old, true).await), gone);
    assert_eq!(refusal(open::files(&house.portal, &old).await), gone);
    accepted(&house.commit(&token, commit_of(2, &said("incomplete", "50"))).await);
    let ended = launch::Entity::find().filter(launch::Column::EndedAt.is_not_null());
    let ended = ended.all(house.portal.reader()).await.expect("launches");
    assert_eq!(
        ended.iter().map(|row| row.end_reason).collect::<Vec<_>>(),
        [Some(LaunchEnd::Closed)]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_two_attempts_make_no_pass() {
    let (house, id) = enrolled(House::fire).await;
    let (first, second) = (SCO, "second");
    let page = |sequence, item: &str, success| {
        let scaled = if success == "passed" { "0.9" } else { "0.1" };
        let elements = [
            ("cmi.completion_status", "completed"),
            ("cmi.success_status", success),
            ("cmi.score.scaled", scaled),
        ];
        Commit {
            item: item.to_owned(),
            ..commit_of(sequence, &elements)
        }
    };
    let token = house.play(house.learner(0), id).await;
    house.commit(&token, page(1, first, "passed")).await;
    assert_eq!(standing(&house, id).await.success, Success::Unknown, "a page is left");
    house.commit(&token, page(2, second, "failed")).await;
    let row = standing(&house, id).await;
    assert_eq!((row.completion, row.success), (Completion::Completed, Success::Failed));
    let token = house.start_over(house.learner(0), id).await.expect("anew");
    house.open_player(&token).await.expect("opened");
    house.commit(&token, page(1, first, "passed")).await;
    assert_eq!(
        standing(&house, id).await.success,
        Success::Failed,
        "the other was never passed"
    );
    house.commit(&token, page(2, second, "passed")).await;
    assert_eq!(standing(&house, id).await.success, Success::Passed);
    house.close().await;
}
