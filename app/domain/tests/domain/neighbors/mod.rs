//! Two companies in one database: nothing crosses. What is another's does not exist.

mod batches;
mod courses;
mod credits;
mod hooks;
mod invitations;
mod names;
mod orders;
mod plans;
mod reading;
mod sharing;

use lectern_contract::{Refusal, Role};
use lectern_domain::{Actor, Result, samples};

use crate::support::{House, refusal};

/// A house with something of everything, and the neighbors' admin.
pub async fn street() -> (House, Actor) {
    let house = House::open().await;
    samples::begin(&house.portal, house.cast())
        .await
        .expect("the cast begins");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    (house, sol)
}

pub fn hidden<T: std::fmt::Debug>(what: &str, answer: Result<T>) {
    assert_eq!(refusal(answer), Refusal::NotFound, "{what}");
}

/// The neighbors' admin, in every role that might act.
pub fn roles(sol: &Actor) -> [Actor; 2] {
    [
        sol.clone(),
        Actor {
            role: Role::Manager,
            ..sol.clone()
        },
    ]
}
