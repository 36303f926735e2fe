//! A list of 100,000 is looked over whole (`spec/credits.md`, edge cases). What memory that takes is measured where
//! nothing else runs beside it: `make bench`, figure (h).

use std::fmt::Write as _;

use lectern_contract::{
    batches::{BatchState, Verdict},
    paging::Query,
};
use lectern_domain::invitations::batch::{result, view};

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_a_hundred_thousand_is_looked_over() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    let mut list = String::from("Name;E-mail\n");
    for number in 0..99_998 {
        writeln!(list, "\"Person, {number}\";person-{number:05}@contoso.example").expect("a string grows");
    }
    list.push_str("Lena;lena@northwind.example\nAgain;PERSON-00000@contoso.example\n");
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
    house.close().await;
}
