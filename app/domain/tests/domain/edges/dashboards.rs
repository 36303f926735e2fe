//! The numbers of the dashboard agree with one another.

use lectern_contract::credits::{AccountKind, CreditsOverview};
use lectern_domain::{
    courses::archive,
    credits::{
        accounts::{Which, find},
        figures::figures,
        overview::overview,
    },
};

use crate::support::House;

async fn board(house: &House) -> CreditsOverview {
    let board = overview(house.portal.reader(), house.ada()).await.expect("a dashboard");
    let listed: i64 = board.courses.iter().map(|row| row.consumed).sum();
    assert_eq!(listed + board.archived_consumed, board.consumed, "consumed");
    let held: i64 = board.courses.iter().map(|row| row.held).sum();
    assert_eq!(held, board.held, "held");
    board
}

#[tokio::test(flavor = "multi_thread")]
async fn what_archived_courses_consumed_is_in_the_total() {
    let house = House::open().await;
    let (course, other) = (house.forklift(), house.fire());
    house.grant(5).await.expect("granted");
    house.endow(other, house.mara().user, 2).await;
    house
        .invite(house.mara(), other, "kai@contoso.example")
        .await
        .expect("sent");
    for (learner, course) in [(0, course), (1, course), (0, other)] {
        house
            .enroll(house.learner(learner).user, course)
            .await
            .expect("enrolled");
    }
    let before = board(&house).await;
    assert_eq!((before.archived, before.archived_consumed, before.consumed), (0, 0, 3));
    house
        .act(async |tx| archive::archive(tx, house.ada(), course).await)
        .await
        .expect("archived");
    let after = board(&house).await;
    assert_eq!((after.archived, after.archived_consumed, after.consumed), (1, 2, 3));
    assert!(
        after.courses.iter().all(|row| row.course != course),
        "it has no credits"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pools_number_on_a_course_has_its_account_for_admins_alone() {
    let house = House::open().await;
    house.grant(4).await.expect("granted");
    let db = house.portal.reader();
    let pool = find(db, house.ada().organization, Which::Own(AccountKind::Pool)).await;
    let shown = figures(db, house.ada(), house.forklift()).await.expect("figures");
    assert_eq!((shown.pool, shown.pool_account), (Some(4), pool.expect("read")));
    let theirs = figures(db, house.mara(), house.forklift()).await.expect("figures");
    assert_eq!((theirs.pool, theirs.pool_account), (None, None));
    house.close().await;
}
