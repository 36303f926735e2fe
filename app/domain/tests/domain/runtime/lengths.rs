//! Data that is longer than the standard allows is kept whole, and the course's admin is told.

use lectern_domain::courses::view;
use lectern_entities::{course_version, instance_item};
use sea_orm::EntityTrait;

use super::{accepted, enrolled};
use crate::support::{House, commit_of};

const WARNING: &str = "longer than the standard allows";

/// Whether each version is known for it.
async fn known(house: &House) -> Vec<bool> {
    let rows = course_version::Entity::find().all(house.portal.reader()).await;
    let mut rows = rows.expect("versions");
    rows.sort_by_key(|row| row.course_id != house.forklift());
    rows.iter().map(|row| row.over_standard).collect()
}

/// The warnings of the first course's package.
async fn warnings(house: &House) -> String {
    let package = view::package(house.portal.reader(), house.ada(), house.forklift()).await;
    package.expect("read").expect("a package").warnings.join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn data_longer_than_the_standard_is_kept_whole_and_told_of() {
    let (house, id) = enrolled(House::forklift).await;
    let token = house.play(house.learner(0), id).await;
    let (most, more) = ("x".repeat(4_096), "x".repeat(4_097));
    let allowed = commit_of(1, &[("cmi.suspend_data", most.as_str())]);
    accepted(&house.commit(&token, allowed).await);
    assert_eq!(known(&house).await, [false, false]);
    assert!(!warnings(&house).await.contains(WARNING));
    for sequence in [2, 3] {
        let long = commit_of(sequence, &[("cmi.suspend_data", more.as_str())]);
        assert_eq!(accepted(&house.commit(&token, long).await), sequence);
        assert_eq!(known(&house).await, [true, false]);
    }
    let rows = instance_item::Entity::find().all(house.portal.reader()).await;
    assert!(rows.expect("read")[0].elements.contains(&more), "nothing is cut");
    assert!(warnings(&house).await.contains(WARNING));
    accepted(&house.commit(&token, commit_of(4, &[])).await);
    assert_eq!(known(&house).await, [true, false], "it stays known");
    house.close().await;
}
