//! Registrations from before there were attempts know theirs when the portal is brought up to date.

use lectern_contract::{RegistrationId, attempts::Attempts};
use lectern_domain::courses::attempts;
use lectern_entities::{course, course_version};
use lectern_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::at;
use crate::support::{House, commit_of};

/// Makes the database as it was before the step.
async fn forget(db: &impl ConnectionTrait) {
    for sql in [
        "alter table course drop column max_attempts",
        "alter table course drop column new_attempt",
        "alter table course drop column counted_attempt",
        "alter table course drop column lock_after_last",
        "alter table course drop column failed_means",
        "alter table registration drop column attempt",
        "alter table registration drop column attempt_over",
        "alter table course_version drop column over_standard",
        "delete from seaql_migrations where version like '%_000030_attempts'",
    ] {
        db.execute_unprepared(sql).await.expect(sql);
    }
}

/// A learner launches the course with two pages, whose first says this.
async fn learns(house: &House, learner: usize, elements: &[(&str, &str)]) -> RegistrationId {
    let (who, course) = (house.learner(learner), house.fire());
    house.enroll(who.user, course).await.expect("enrolled");
    let id = house.registration(who.user, course).await.id;
    let token = house.play(who, id).await;
    house.commit(&token, commit_of(1, elements)).await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn registrations_of_old_are_at_their_first_attempt_and_courses_have_the_rules_there_were() {
    let house = House::open().await;
    house.grant(5).await.expect("granted");
    let passed = learns(&house, 0, &[("cmi.score.scaled", "0.9")]).await;
    let failed = learns(&house, 1, &[("cmi.score.scaled", "0.1")]).await;
    let begun = learns(&house, 2, &[]).await;
    let (tom, course) = (house.learner(3), house.forklift());
    for who in [tom, house.learner(0)] {
        house.enroll(who.user, course).await.expect("enrolled");
    }
    let never = house.registration(house.learner(0).user, course).await.id;
    let done = house.registration(tom.user, course).await.id;
    let token = house.play(tom, done).await;
    let completed = commit_of(1, &[("cmi.core.lesson_status", "completed")]);
    house.commit(&token, completed).await;

    let db = &house.portal.databases().writer;
    forget(db).await;
    Migrator::up(db, None).await.expect("the step is applied");
    for (what, id, expected) in [
        ("one of two pages passed", passed, (1, false)),
        ("failed so far", failed, (1, false)),
        ("begun", begun, (1, false)),
        ("never launched", never, (0, false)),
        ("completed", done, (1, true)),
    ] {
        assert_eq!(at(&house, id).await, expected, "{what}");
    }
    let courses = course::Entity::find().all(house.portal.reader()).await;
    for row in courses.expect("courses") {
        assert_eq!(attempts::of(&row), Attempts::default());
    }
    let versions = course_version::Entity::find().all(house.portal.reader()).await;
    assert!(versions.expect("versions").iter().all(|row| !row.over_standard));
    house.start_over(tom, done).await.expect("another attempt");
    assert_eq!(at(&house, done).await, (2, false));
    house.close().await;
}
