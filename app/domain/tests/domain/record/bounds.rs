//! Nobody fills the disk with refusals, and nobody rewrites them.

use chrono::TimeDelta;
use lectern_contract::{Refusal, refusal::Reason};
use lectern_domain::refused::{MOST_OF_AN_ACT, MOST_OF_AN_HOUR};
use lectern_entities::refused;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};

use super::try_invite;
use crate::support::{House, rush, sort};

async fn rows(house: &House) -> usize {
    let rows = refused::Entity::find().count(house.portal.reader()).await;
    usize::try_from(rows.expect("counted")).expect("a number")
}

async fn times(house: &House) -> i64 {
    let all = refused::Entity::find().all(house.portal.reader()).await;
    all.expect("read").iter().map(|row| row.times).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_within_a_minute_counts_up_also_from_two_processes_at_once() {
    let house = House::open().await;
    let portals = [house.portal.clone(), house.second_process().await];
    let (mara, course) = (house.mara().clone(), house.forklift());
    let act = |portal, _| {
        try_invite(
            portal,
            mara.clone(),
            course,
            "b@contoso.example, a@contoso.example".into(),
        )
    };
    let (through, refused) = sort(rush(&portals, 12, act).await);
    assert_eq!((through.len(), refused.len()), (0, 12));
    let log = house.refused_log(house.ada()).await;
    let mut seen: Vec<_> = log.iter().map(|row| (row.address.as_str(), row.times)).collect();
    seen.sort_unstable();
    assert_eq!(seen, [("a@contoso.example", 12), ("b@contoso.example", 12)]);
    house.clock.advance(TimeDelta::minutes(1));
    house.refused_invite(&mara, course, "a@contoso.example").await;
    assert_eq!(rows(&house).await, 3, "a minute later it is another row");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_and_an_hour_write_so_many_rows_and_count_the_rest() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    let addresses = |act: usize| {
        let all: Vec<String> = (0..500).map(|number| format!("no-address-{act}-{number}")).collect();
        all.join(",")
    };
    house.refused_invite(mara, course, &addresses(0)).await;
    assert_eq!((rows(&house).await, times(&house).await), (MOST_OF_AN_ACT + 1, 500));
    for act in 1..20 {
        house.refused_invite(mara, course, &addresses(act)).await;
    }
    let full = rows(&house).await;
    assert!(full <= MOST_OF_AN_HOUR + 1, "{full} rows");
    assert_eq!(times(&house).await, 20 * 500, "nothing is lost");
    // Somebody else is not kept from the log by that, and an hour later there is room again.
    house.refused_invite(house.noor(), course, "nobody").await;
    assert_eq!(house.refused_log(house.noor()).await[0].address, "nobody");
    house.clock.advance(TimeDelta::minutes(61));
    house.refused_invite(mara, course, "after-an-hour").await;
    assert_eq!(house.refused_log(mara).await[0].address, "after-an-hour");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_address_is_cut_and_odd_ones_are_kept_as_text() {
    let house = House::open().await;
    let typed = format!("=cmd|\0\u{7}{}", "x".repeat(5_000));
    let answer = house.refused_invite(house.mara(), house.forklift(), &typed).await;
    assert!(matches!(answer, Refusal::Addresses(_)), "{answer:?}");
    let row = &house.refused_log(house.ada()).await[0];
    assert_eq!((row.reason, row.address.chars().count()), (Reason::NoAddress, 254));
    assert!(row.address.starts_with("=cmd|x"), "{}", row.address);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_only_ever_counts_up() {
    let house = House::open().await;
    house.refused_invite(house.mara(), house.forklift(), "nobody").await;
    let writer = &house.portal.databases().writer;
    for statement in [
        "update refused set reason = 'other'",
        "update refused set address = ''",
        "update refused set address_key = '', times = times + 1",
        "update refused set times = times - 1",
        "update refused set times = times",
        "delete from refused",
    ] {
        let error = writer.execute_unprepared(statement).await.expect_err(statement);
        assert!(error.to_string().contains("never changed"), "{statement}: {error}");
    }
    assert_eq!(house.refused_log(house.ada()).await[0].reason, Reason::NoAddress);
    house.close().await;
}
