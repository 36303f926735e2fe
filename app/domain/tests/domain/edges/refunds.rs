//! The four refund policies at withdrawal (`spec/credits.md` 14).

use chrono::TimeDelta;
use lectern_contract::{RegistrationId, registrations::RefundRuling, settings::RefundPolicy};
use lectern_domain::{
    accounts::administer,
    courses::edit,
    credits::accounts::Which,
    registrations::withdraw,
    runtime::commit::Commit,
    settings::{self, SettingsForm},
};

use super::settings::form;
use crate::support::{House, commit_of};

/// A house with this policy and Lena enrolled from the pool.
async fn house_with(policy: RefundPolicy) -> (House, RegistrationId) {
    let house = House::open().await;
    let policy = SettingsForm {
        refund_policy: policy,
        ..form()
    };
    let changed = house.act(async |tx| settings::change(tx, house.ada(), &policy).await);
    changed.await.expect("settings are changed");
    house.grant(3).await.expect("granted");
    let id = enrolled(&house).await;
    (house, id)
}

/// Lena on the course with two pages.
async fn enrolled(house: &House) -> RegistrationId {
    let (lena, course) = (house.learner(0).user, house.fire());
    house.enroll(lena, course).await.expect("enrolled");
    house.registration(lena, course).await.id
}

async fn ruling(house: &House, id: RegistrationId) -> RefundRuling {
    let preview = withdraw::preview(&house.portal, house.ada(), id).await;
    preview.expect("a preview").ruling
}

/// What was said before is what is done, and the pool has it.
async fn withdraws(house: &House, id: RegistrationId, expected: RefundRuling) {
    let before = house.pool().await;
    assert_eq!(ruling(house, id).await, expected);
    let returned = house.withdraw(id).await.expect("withdrawn");
    assert_eq!(returned, expected == RefundRuling::Returns);
    assert_eq!(house.pool().await - before, i64::from(returned));
}

#[tokio::test(flavor = "multi_thread")]
async fn never_keeps_the_credit_even_before_the_first_launch_and_coming_back_is_free() {
    let (house, id) = house_with(RefundPolicy::Never).await;
    withdraws(&house, id, RefundRuling::Never).await;
    assert_eq!(enrolled(&house).await, id);
    assert_eq!((house.consumed().await, house.pool().await), (1, 2));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_first_launch_returns_until_the_player_opens() {
    let (house, id) = house_with(RefundPolicy::BeforeFirstLaunch).await;
    house
        .launch(house.learner(0), id)
        .await
        .expect("launched, and never opened");
    withdraws(&house, id, RefundRuling::Returns).await;
    assert_eq!(enrolled(&house).await, id);
    house.play(house.learner(0), id).await;
    withdraws(&house, id, RefundRuling::Launched).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn below_a_progress_counts_every_page_of_the_course() {
    let (house, id) = house_with(RefundPolicy::BelowProgress).await;
    let token = house.play(house.learner(0), id).await;
    house
        .commit(&token, commit_of(1, &[("cmi.progress_measure", "0.19")]))
        .await;
    withdraws(&house, id, RefundRuling::Returns).await; // 9.5 % of two pages are 9 %.
    assert_eq!(house.consumed().await, 0, "a launched course, too");

    enrolled(&house).await;
    let token = house.play(house.learner(0), id).await;
    house
        .commit(&token, commit_of(1, &[("cmi.progress_measure", "0.2")]))
        .await;
    withdraws(&house, id, RefundRuling::TooFar(10, 10)).await;
    enrolled(&house).await;
    let token = house.play(house.learner(0), id).await;
    house
        .commit(&token, commit_of(1, &[("cmi.completion_status", "completed")]))
        .await;
    withdraws(&house, id, RefundRuling::TooFar(50, 10)).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn below_a_progress_counts_the_furthest_attempt() {
    let (house, id) = house_with(RefundPolicy::BelowProgress).await;
    let token = house.play(house.learner(0), id).await;
    let far = [("cmi.progress_measure", "0.9"), ("cmi.score.scaled", "0.1")];
    let given_up = Commit {
        terminated: true,
        ..commit_of(1, &far)
    };
    house.commit(&token, given_up).await;
    assert_eq!(ruling(&house, id).await, RefundRuling::TooFar(45, 10));
    let token = house.start_over(house.learner(0), id).await.expect("failed, so anew");
    assert_eq!(ruling(&house, id).await, RefundRuling::TooFar(45, 10));
    house.open_player(&token).await.expect("opened");
    let begun = commit_of(1, &[("cmi.progress_measure", "0.1")]);
    house.commit(&token, begun).await;
    withdraws(&house, id, RefundRuling::TooFar(45, 10)).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn within_days_counts_from_the_credit_that_was_consumed() {
    let (house, id) = house_with(RefundPolicy::WithinDays).await;
    house.play(house.learner(0), id).await;
    house.clock.advance(TimeDelta::days(14) - TimeDelta::microseconds(1));
    withdraws(&house, id, RefundRuling::Returns).await;
    enrolled(&house).await;
    house.clock.advance(TimeDelta::days(13));
    assert_eq!(
        ruling(&house, id).await,
        RefundRuling::Returns,
        "a new credit, a new beginning"
    );
    house.clock.advance(TimeDelta::days(1));
    withdraws(&house, id, RefundRuling::TooLate(14)).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_goes_to_the_course_when_its_manager_was_deleted_and_to_an_archived_course_itself() {
    let house = House::open().await;
    house.endow(house.forklift(), house.noor().user, 1).await;
    let invited = house
        .invite(house.noor(), house.forklift(), "lena@northwind.example")
        .await;
    let token = house.token(invited.expect("sent")).await;
    let id = house.accept(house.learner(0), &token).await.expect("accepted");
    house
        .act(async |tx| administer::delete(tx, house.ada(), house.noor().user).await)
        .await
        .expect("deleted");
    house
        .act(async |tx| edit::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    assert!(house.withdraw(id).await.expect("withdrawn"));
    assert_eq!(house.credits(Which::Course(house.forklift())).await, 1);
    assert_eq!(house.free(house.forklift(), house.noor()).await, 0);
    house
        .deallocate(house.forklift(), 1)
        .await
        .expect("and back to the pool from there");
    house.close().await;
}
