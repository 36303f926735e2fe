//! A list of 100,000 is read within bounded memory (`spec/credits.md`, edge cases).

use std::fmt::Write as _;

use lectern_contract::{
    batches::{BatchState, Verdict},
    paging::Query,
};
use lectern_domain::invitations::batch::{result, view};

use crate::support::House;

/// Megabytes that reading may take beside what was there.
#[cfg(target_os = "linux")]
const MEGABYTES: u64 = 150;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_a_hundred_thousand_is_looked_over() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    let mut list = String::from("Name;E-mail\n");
    for number in 0..99_998 {
        writeln!(list, "\"Person, {number}\";person-{number:05}@contoso.example").expect("a string grows");
    }
    list.push_str("Lena;lena@northwind.example\nAgain;PERSON-00000@contoso.example\n");
    let before = memory();
    let id = house.given(mara, course, &list).await;
    let head = house.batch(mara, id).await;
    assert_eq!(
        (head.state, head.rows(), head.sendable()),
        (BatchState::Preview, 100_000, 99_999)
    );
    let end = Query {
        search: String::new(),
        page: 2_000,
    };
    let page = view::rows(house.portal.reader(), mara, id, &end, None)
        .await
        .expect("theirs");
    assert_eq!(page.rows.last().map(|row| row.verdict), Some(Verdict::Repeated));
    assert_eq!(page.rows.last().map(|row| row.number), Some(100_000));
    let (mut after, mut rows) = (Some(0), 0);
    while let Some(number) = after {
        let piece = result::piece(&house.portal, mara, id, number).await.expect("theirs");
        rows += piece.text.lines().count();
        after = piece.next;
    }
    assert_eq!(rows, 100_001, "with the header");
    let more = memory().saturating_sub(before);
    println!("reading 100,000 rows took {more} MB more");
    #[cfg(target_os = "linux")]
    assert!(more < MEGABYTES, "{more} MB");
    house.close().await;
}

/// Megabytes of this process in memory; other tests of the process run beside, so it is more than this test's.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1_000
}
