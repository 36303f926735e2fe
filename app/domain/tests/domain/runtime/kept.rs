//! Raw commits are kept for support, but not for ever.

use chrono::TimeDelta;
use lectern_domain::runtime::sweep;
use lectern_entities::launch_commit;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{accepted, enrolled, reopened, told};
use crate::support::{House, commit_of};

async fn kept(house: &House) -> u64 {
    let all = launch_commit::Entity::find().count(house.portal.reader()).await;
    all.expect("counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn raw_commits_go_after_thirty_days_a_few_hundred_at_a_time() {
    let (house, id) = enrolled(House::forklift).await;
    for _ in 0..2 {
        let token = house.play(house.learner(0), id).await;
        for sequence in 1..=110 {
            let page = [("cmi.core.lesson_location", "7")];
            accepted(&house.commit(&token, commit_of(sequence, &page)).await);
        }
    }
    let forget = async || {
        let gone = house.act(async |tx| sweep::forget_commits(tx).await).await;
        gone.expect("swept")
    };
    house.clock.advance(sweep::KEPT);
    assert_eq!(
        (forget().await, kept(&house).await),
        (0, 220),
        "thirty days are not over"
    );
    house.clock.advance(TimeDelta::milliseconds(1));
    let token = house.play(house.learner(0), id).await;
    accepted(
        &house
            .commit(&token, commit_of(1, &[("cmi.core.lesson_location", "8")]))
            .await,
    );
    assert_eq!((forget().await, forget().await, forget().await), (200, 20, 0));
    assert_eq!(kept(&house).await, 1, "the new one");
    let config = reopened(&house, id).await;
    assert_eq!(
        told(&config, "data")["cmi.core.lesson_location"],
        "8",
        "what was learned stays"
    );
    house.close().await;
}
