//! Statements of some days, and as files: always the balance, whatever is posted meanwhile.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use lectern_contract::{AccountId, credits::AccountKind, statements::Period};
use lectern_domain::credits::{
    self,
    accounts::{Which, find},
    statement::{
        self,
        file::{self, Extract},
    },
};
use std::sync::Arc;

use crate::support::{House, TestClock, act_on, fresh_key};

/// March 1, 2026 is day 1. The company lives in Berlin: a day begins at 23:00 UTC of the day before.
fn day(number: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 3, number)
}

const fn days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Period {
    Period { from, to }
}

async fn pool(house: &House) -> AccountId {
    let which = Which::Own(AccountKind::Pool);
    let found = find(house.portal.reader(), house.ada().organization, which).await;
    found.expect("read").expect("the pool is there")
}

/// Grants at an instant of its own, whatever the house's clock says.
async fn grant_at(house: &House, at: &str, amount: i64) {
    let at: DateTime<Utc> = at.parse().expect("an instant");
    let portal = house.process_at(Arc::new(TestClock::at(at))).await;
    act_on(&portal, async |tx| {
        credits::grant(tx, house.ada(), &fresh_key(), amount, "Dated").await
    })
    .await
    .expect("granted");
}

/// The amounts of a period, oldest first, and its balances.
async fn sheet(house: &House, period: Period) -> (i64, Vec<i64>, i64) {
    let sheet = statement::sheet(house.portal.reader(), house.ada(), pool(house).await, period, 1)
        .await
        .expect("a statement");
    let amounts: Vec<i64> = sheet.page.rows.iter().rev().map(|line| line.amount).collect();
    assert_eq!(sheet.page.total, amounts.len() as u64);
    (sheet.opening, amounts, sheet.closing)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_is_on_one_day_and_balances_go_on_from_day_to_day() {
    let house = House::open().await;
    grant_at(&house, "2026-03-03T12:00:00Z", 1).await;
    grant_at(&house, "2026-03-03T22:59:59Z", 2).await;
    grant_at(&house, "2026-03-03T23:00:00Z", 4).await;
    // Posted after a line of the next day, though it began before midnight: it stands behind it.
    grant_at(&house, "2026-03-03T22:59:58Z", 8).await;
    grant_at(&house, "2026-03-06T10:00:00Z", 16).await;
    for (period, expected) in [
        (days(None, None), (0, vec![1, 2, 4, 8, 16], 31)),
        (days(day(3), day(3)), (0, vec![1, 2], 3)),
        (days(day(4), day(4)), (3, vec![4, 8], 15)),
        (days(day(5), day(5)), (15, vec![], 15)),
        (days(day(6), day(6)), (15, vec![16], 31)),
        (days(day(4), None), (3, vec![4, 8, 16], 31)),
        (days(None, day(4)), (0, vec![1, 2, 4, 8], 15)),
        (days(day(7), None), (31, vec![], 31)),
        (days(None, day(1)), (0, vec![], 0)),
        (days(day(6), day(3)), (15, vec![], 15)),
    ] {
        assert_eq!(sheet(&house, period).await, expected, "{period:?}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn some_days_of_a_long_statement_turn_pages() {
    let house = House::open().await;
    for number in 0..130 {
        if number % 10 == 0 {
            house.clock.advance(TimeDelta::days(1));
        }
        house.grant(1).await.expect("granted");
    }
    let id = pool(&house).await;
    // Day 3 has the lines 1 to 10, day 4 those from 11, and so on.
    let period = days(day(5), day(14));
    let mut balances = Vec::new();
    for page in 1..=2 {
        let sheet = statement::sheet(house.portal.reader(), house.ada(), id, period, page).await;
        let sheet = sheet.expect("a page");
        assert_eq!((sheet.opening, sheet.closing, sheet.page.total), (20, 120, 100));
        balances.extend(sheet.page.rows.iter().map(|line| (line.number, line.balance)));
    }
    assert_eq!(balances, (21..=120).rev().map(|n| (n, n)).collect::<Vec<_>>());
    house.close().await;
}

async fn rest(house: &House, extract: &mut Extract) -> Vec<i64> {
    let mut amounts = Vec::new();
    while extract.left() > 0 {
        let lines = extract.next(&house.portal, house.ada()).await.expect("lines");
        amounts.extend(lines.iter().map(|line| line.amount));
    }
    amounts
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_holds_what_there_was_when_it_began() {
    let house = House::open().await;
    for _ in 0..3 {
        house
            .act(async |tx| {
                for _ in 0..700 {
                    credits::grant(tx, house.ada(), &fresh_key(), 1, "For a file").await?;
                }
                Ok(())
            })
            .await
            .expect("granted");
    }
    let id = pool(&house).await;
    let mut extract = file::begin(&house.portal, house.ada(), id, Period::default())
        .await
        .expect("begun");
    let first = extract.next(&house.portal, house.ada()).await.expect("lines");
    house.grant(50).await.expect("granted meanwhile");
    let mut amounts: Vec<i64> = first.iter().map(|line| line.amount).collect();
    amounts.extend(rest(&house, &mut extract).await);
    assert_eq!((amounts.len(), amounts.iter().sum::<i64>()), (2_100, 2_100));
    assert_eq!(
        (extract.opening, extract.closing, extract.head.balance),
        (0, 2_100, 2_100)
    );
    assert_eq!(house.pool().await, 2_150);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_no_formulas_and_real_numbers() {
    let house = House::open().await;
    house
        .act(async |tx| credits::grant(tx, house.ada(), &fresh_key(), 5, "=HYPERLINK(\"x\"), \"y\"").await)
        .await
        .expect("granted");
    house.allocate(house.forklift(), 2).await.expect("allocated");
    let which = Which::Own(AccountKind::External);
    let outside = find(house.portal.reader(), house.ada().organization, which).await;
    let (pool, outside) = (pool(&house).await, outside.expect("read").expect("it is there"));
    let file_of = async |id| {
        let mut extract = file::begin(&house.portal, house.ada(), id, Period::default())
            .await
            .expect("begun");
        let mut text = extract.csv_head().expect("written");
        while extract.left() > 0 {
            let lines = extract.next(&house.portal, house.ada()).await.expect("lines");
            text += &extract.csv_lines(lines).expect("written");
        }
        text + &extract.csv_foot().expect("written")
    };
    let text = file_of(pool).await;
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines,
        [
            "\u{feff}No.,Date (Europe/Berlin),Entry,About,Counter-party,Who,Role,Reason,In,Out,Balance",
            ",,Opening balance,,,,,,,,0",
            "1,2026-03-02 10:05:00,Granted,,Outside,Ada Brandt,Admin,\"'=HYPERLINK(\"\"x\"\"), \"\"y\"\"\",5,,5",
            "2,2026-03-02 10:05:00,Allocated to course,,Forklift Basics,Ada Brandt,Admin,,,2,3",
            ",,Closing balance,,,,,,,,3",
            "",
        ]
    );
    let text = file_of(outside).await;
    assert!(text.contains(",,5,-5\r\n"), "a negative balance is a number: {text}");
    house.close().await;
}
