//! How a house comes to be: its settings, its portal, and the people who settle there once for all tests.

use std::sync::Arc;

use chrono::TimeDelta;
use lectern_contract::{Role, UserId};
use lectern_domain::{
    Actor, Portal, Result,
    clock::{Chance, Clock},
    registrations::enroll,
    samples,
};
use lectern_server::{
    config::{Config, Flood},
    start,
    storage::Storage,
};
use sea_orm::ConnectionTrait;

use super::{CONTENT, PASSWORD, PORTAL, people::People};
use crate::support::{
    clock::{DAWN, SeededChance, TestClock},
    place::Place,
};

/// Settings of a portal at this place.
pub fn config_of(place: &Place) -> Config {
    Config {
        base_url: PORTAL.into(),
        content_url: CONTENT.into(),
        data_dir: place.folder().to_owned(),
        database_url: place.database_url(),
        upload_limit_mb: 2,
        unpacked_limit_mb: 3,
        secret: "07".repeat(32),
        // A test asks faster than any network; the flood limit has tests of its own.
        flood: Flood::OFF,
        ..Config::default()
    }
}

pub(super) async fn open_portal(config: &Config, clock: Arc<dyn Clock>, seed: u64) -> (Portal, Storage) {
    let chance: Arc<dyn Chance> = Arc::new(SeededChance::new(seed));
    start::portal_with(config, clock, chance)
        .await
        .expect("the portal starts")
}

/// Lets go of every connection.
pub async fn disconnect(portal: &Portal) {
    let databases = portal.databases().clone();
    databases.reader.close().await.expect("readers close");
    databases.writer.close().await.expect("the writer closes");
}

pub(super) async fn people_a_place() -> (Place, People) {
    let place = Place::blank().await;
    let config = config_of(&place);
    let clock = Arc::new(TestClock::at(DAWN));
    let (portal, _) = open_portal(&config, clock.clone(), 1).await;
    let people = settle(&portal, &clock).await.expect("people settle");
    if place.database_url().is_empty() {
        let checkpoint = "pragma wal_checkpoint(truncate)";
        let folded = portal.databases().writer.execute_unprepared(checkpoint).await;
        folded.expect("the log is folded into the file");
    }
    disconnect(&portal).await;
    (place, people)
}

async fn settle(portal: &Portal, clock: &TestClock) -> Result<People> {
    let ada = samples::found(portal, PASSWORD).await?;
    let packages = [
        samples::packages::zipped("forklift-basics")?,
        samples::packages::zipped("kitchen-hygiene")?,
    ];
    let cast = samples::hire(portal, &ada, PASSWORD, packages).await?;
    samples::begin(portal, &cast).await?;
    let tx = portal.begin().await?;
    enroll::enroll(&tx, &ada, "tests/enroll", cast.learners[0].user, cast.courses[0]).await?;
    tx.commit().await?;
    clock.advance(TimeDelta::seconds(1)); // People sign in to the oldest organization: ours.
    let sol = samples::neighbor(portal).await?;
    let of = |user: UserId, role: Role| Actor {
        user,
        role,
        ..sol.clone()
    };
    let sia = ("Sia Moreno", "sia@southwind.example");
    let lou = ("Lou Perez", "lou@southwind.example");
    let sia = samples::person(portal, &sol, sia, &[Role::Manager], PASSWORD).await?;
    let lou = samples::person(portal, &sol, lou, &[Role::Learner], PASSWORD).await?;
    Ok(People {
        cast,
        sia: of(sia, Role::Manager),
        lou: of(lou, Role::Learner),
        sol,
    })
}
