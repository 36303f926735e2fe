//! What is achieved: status, success and score.

use chrono::TimeDelta;
use lectern_contract::registrations::{Completion, Success};
use lectern_domain::runtime::commit::Commit;

use super::{accepted, enrolled, partial, standing};
use crate::support::{House, commit_of};

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
    let row = standing(&house, id).await;
    assert_eq!(
        (row.completion, row.success),
        (Completion::Incomplete, Success::Unknown),
        "not failed any more; the other item is left"
    );
    for (sequence, success) in [(3, "passed"), (4, "failed")] {
        let second = Commit {
            item: "second".into(),
            ..commit_of(
                sequence,
                &[("cmi.success_status", success), ("cmi.completion_status", "completed")],
            )
        };
        house.commit(&token, second).await;
    }
    let row = standing(&house, id).await;
    assert_eq!(
        (row.completion, row.success),
        (Completion::Completed, Success::Passed),
        "passed never falls"
    );
    assert_eq!(row.centiseconds, 0);
    house.close().await;
}
