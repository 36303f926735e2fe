//! Launches and commits (`spec/runtime.md`).

mod attempts;
mod before;
mod commits;
mod hidden;
mod kept;
mod launches;
mod lengths;
mod results;
mod retakes;
mod sessions;
mod tabs;

use lectern_contract::{CourseId, RegistrationId};
use lectern_domain::runtime::commit::{Commit, Outcome};
use lectern_entities::registration;
use sea_orm::EntityTrait;
use serde_json::Value;

use crate::support::{House, commit_of};

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

/// The player's configuration at the next launch.
async fn reopened(house: &House, id: RegistrationId) -> Value {
    let token = house.launch(house.learner(0), id).await.expect("launched");
    house.open_player(&token).await.expect("opened")
}

/// Lena launches, and her course says this first.
async fn run(house: &House, id: RegistrationId, elements: &[(&str, &str)]) -> String {
    let token = house.play(house.learner(0), id).await;
    accepted(&house.commit(&token, commit_of(1, elements)).await);
    token
}

/// The same in another attempt.
async fn anew(house: &House, id: RegistrationId, elements: &[(&str, &str)]) -> String {
    let token = house.start_over(house.learner(0), id).await.expect("begun anew");
    house.open_player(&token).await.expect("opened");
    accepted(&house.commit(&token, commit_of(1, elements)).await);
    token
}

/// Which attempt a registration is at, and whether that is over.
async fn at(house: &House, id: RegistrationId) -> (i32, bool) {
    let row = standing(house, id).await;
    (row.attempt, row.attempt_over)
}
