//! Which attempt a launch is of, and when another may begin (`spec/runtime.md`, Attempts).

use lectern_contract::{
    Refusal,
    attempts::{Attempts, NewAttempt},
    paging::Query,
    refusal::Reason,
    registrations::Success,
};
use lectern_domain::{
    courses::edit,
    registrations::lists,
    runtime::{commit::Commit, launch::look},
};
use lectern_entities::{instance, registration};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

use super::{anew, at, enrolled, reopened, run, standing, told};
use crate::support::{House, commit_of, refusal};

const INCOMPLETE: [(&str, &str); 1] = [("cmi.core.lesson_status", "incomplete")];
const COMPLETED: [(&str, &str); 1] = [("cmi.core.lesson_status", "completed")];
const FAILED: [(&str, &str); 1] = [("cmi.core.lesson_status", "failed")];

async fn instances(house: &House) -> u64 {
    let all = instance::Entity::find().count(house.portal.reader()).await;
    all.expect("counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_goes_on_or_begins_anew_as_the_course_says() {
    for (new, numbers) in [
        (NewAttempt::No, [1, 1, 1]),
        (NewAttempt::WhenOver, [1, 1, 2]),
        (NewAttempt::Always, [1, 2, 3]),
    ] {
        let (house, id) = enrolled(House::forklift).await;
        let rules = Attempts {
            new,
            ..Attempts::default()
        };
        house.set_attempts(house.forklift(), rules).await;
        assert_eq!(at(&house, id).await, (0, false), "{new}: enrolled");
        run(&house, id, &INCOMPLETE).await;
        assert_eq!(at(&house, id).await, (numbers[0], false), "{new}: begun");
        run(&house, id, &COMPLETED).await;
        assert_eq!(at(&house, id).await, (numbers[1], true), "{new}: done");
        for again in ["launched", "never run, so not another"] {
            house.launch(house.learner(0), id).await.expect("launched");
            let over = new == NewAttempt::No;
            assert_eq!(at(&house, id).await, (numbers[2], over), "{new}: {again}");
        }
        assert_eq!(
            instances(&house).await,
            u64::try_from(numbers[2]).expect("few"),
            "{new}"
        );
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_attempt_begins_with_nothing_and_one_that_goes_on_does_not() {
    let (house, id) = enrolled(House::forklift).await;
    let place = [
        ("cmi.core.lesson_status", "failed"),
        ("cmi.suspend_data", "page 7"),
        ("cmi.core.exit", "suspend"),
    ];
    run(&house, id, &place).await;
    let config = reopened(&house, id).await;
    assert_eq!(told(&config, "entry"), "resume");
    assert_eq!(told(&config, "data")["cmi.suspend_data"], "page 7");
    let token = house.start_over(house.learner(0), id).await.expect("anew");
    let config = house.open_player(&token).await.expect("opened");
    for (what, value) in [
        ("entry", "ab-initio"),
        ("completion", "unknown"),
        ("success", "unknown"),
    ] {
        assert_eq!(told(&config, what), value, "{what}");
    }
    assert_eq!(told(&config, "data"), &json!({}));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_learner_starts_over_once_the_last_attempt_is_over() {
    let (house, id) = enrolled(House::forklift).await;
    let lena = house.learner(0);
    assert_eq!(refusal(house.start_over(house.learner(1), id).await), Refusal::NotFound);
    assert_eq!(refusal(house.start_over(house.ada(), id).await), Refusal::NotFound);
    house.start_over(lena, id).await.expect("the first is one, too");
    assert_eq!(at(&house, id).await, (1, false));
    let token = house.play(lena, id).await;
    let runs = Refusal::AttemptRuns;
    assert_eq!(refusal(house.start_over(lena, id).await), runs, "opened");
    house.commit(&token, commit_of(1, &INCOMPLETE)).await;
    assert_eq!(refusal(house.start_over(lena, id).await), runs, "begun");
    house.commit(&token, commit_of(2, &FAILED)).await;
    assert_eq!(at(&house, id).await, (1, true), "failed is over");
    for again in ["begun anew", "begun and never opened"] {
        house.start_over(lena, id).await.expect(again);
        assert_eq!(at(&house, id).await, (2, false), "{again}");
    }
    run(&house, id, &INCOMPLETE).await;
    assert_eq!(at(&house, id).await, (2, false), "a launch goes on with it");
    house.withdraw(id).await.expect("withdrawn");
    assert_eq!(refusal(house.start_over(lena, id).await), Refusal::AlreadyWithdrawn);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_last_attempt_nothing_begins_and_a_lock_closes_the_course() {
    let (house, id) = enrolled(House::forklift).await;
    let lena = house.learner(0);
    let two = Attempts {
        most: Some(2),
        new: NewAttempt::Always,
        ..Attempts::default()
    };
    let locked = Attempts { lock: true, ..two };
    house.set_attempts(house.forklift(), two).await;
    for expected in [(1, false), (2, false), (2, false)] {
        run(&house, id, &INCOMPLETE).await;
        assert_eq!(at(&house, id).await, expected, "none is left: it goes on");
    }
    house.set_attempts(house.forklift(), locked).await;
    run(&house, id, &FAILED).await;
    assert_eq!(at(&house, id).await, (2, true), "the last one may be finished");

    let none = Refusal::NoAttemptsLeft;
    assert_eq!(refusal(house.launch(lena, id).await), none);
    assert_eq!(refusal(house.start_over(lena, id).await), none);
    assert_eq!((none.status(), none.reason()), (409, Some(Reason::NoAttempts)));
    let mine = lists::my_courses(house.portal.reader(), lena)
        .await
        .expect("my courses");
    assert_eq!(
        (mine[0].attempts, mine[0].attempt.number, mine[0].attempt.over),
        (locked, 2, true)
    );
    assert!(mine[0].attempts.are_locked(mine[0].attempt));

    house.set_attempts(house.forklift(), two).await;
    house.launch(lena, id).await.expect("to look at it again");
    assert_eq!(refusal(house.start_over(lena, id).await), none);
    let endless = Attempts { most: None, ..locked };
    house.set_attempts(house.forklift(), endless).await;
    house
        .launch(lena, id)
        .await
        .expect("a lock without an end locks nothing");
    assert_eq!(at(&house, id).await, (3, false));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_passed_does_not_end_an_attempt_of_two() {
    let (house, id) = enrolled(House::fire).await;
    let rules = Attempts {
        new: NewAttempt::WhenOver,
        ..Attempts::default()
    };
    house.set_attempts(house.fire(), rules).await;
    let first = [("cmi.score.scaled", "0.9"), ("cmi.completion_status", "completed")];
    run(&house, id, &first).await;
    assert_eq!(standing(&house, id).await.success, Success::Unknown);
    let token = house.play(house.learner(0), id).await;
    assert_eq!(at(&house, id).await, (1, false), "there is another page");
    let second = Commit {
        item: "second".into(),
        ..commit_of(1, &[("cmi.completion_status", "completed")])
    };
    house.commit(&token, second).await;
    assert_eq!(at(&house, id).await, (1, true));
    assert_eq!(standing(&house, id).await.success, Success::Passed);
    let token = run(&house, id, &[("cmi.score.scaled", "0.1")]).await;
    assert_eq!(at(&house, id).await, (2, false), "one that is failed so far does not");
    let failed = [("cmi.score.scaled", "0.1"), ("cmi.completion_status", "completed")];
    house.commit(&token, commit_of(2, &failed)).await;
    assert_eq!(at(&house, id).await, (2, true), "one that is failed does");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_course_is_started_over_and_a_learners_list_says_which_attempt_it_is() {
    let (house, id) = enrolled(House::forklift).await;
    run(&house, id, &COMPLETED).await;
    house
        .act(async |tx| edit::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    let token = anew(&house, id, &INCOMPLETE).await;
    let (db, lena) = (house.portal.reader(), house.learner(0));
    let launched = look(&house.portal, lena, &token).await.expect("her own");
    assert!(!launched.anew, "this one is gone on with");
    let (all, course) = (lists::Wanted::default(), house.forklift());
    let page = lists::learners(&house.portal, house.ada(), course, &Query::default(), all).await;
    assert_eq!(page.expect("learners").rows[0].attempt, 2);
    let profile = lists::of_user(db, house.ada(), lena.user).await.expect("a profile");
    assert_eq!(profile[0].attempt, 2);
    let all = registration::Entity::find().count(db).await.expect("counted");
    assert_eq!(all, 1, "the same registration");
    house.close().await;
}
