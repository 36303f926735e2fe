//! Who reads what of the log, and how.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use lectern_contract::{Refusal, paging::LogQuery, refusal::Reason, refused::RefusedAct};
use lectern_domain::{
    courses::managers,
    refused::{RefusedFilter, courses, list, piece},
    samples,
};

use crate::support::{House, refusal};

/// Mara is refused so many times, each in a minute of its own.
async fn refuse(house: &House, times: usize) {
    for number in 0..times {
        let address = format!("nobody-{number:03}");
        house.refused_invite(house.mara(), house.forklift(), &address).await;
        house.clock.advance(TimeDelta::seconds(61));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn managers_read_their_own_and_nobody_reads_across() {
    let house = House::open().await;
    let (mara, noor, course) = (house.mara(), house.noor(), house.forklift());
    house.refused_invite(mara, course, "of-mara").await;
    house.refused_invite(noor, course, "of-noor").await;
    // Noor does not manage the second course: she tries, and must not learn its name from the log.
    assert_eq!(
        house.refused_invite(noor, house.fire(), "x@contoso.example").await,
        Refusal::NotFound
    );
    let addresses = |rows: Vec<lectern_contract::refused::RefusedRow>| {
        rows.into_iter().map(|row| row.address).collect::<BTreeSet<_>>()
    };
    assert_eq!(
        addresses(house.refused_log(mara).await),
        BTreeSet::from(["of-mara".to_owned()])
    );
    assert_eq!(
        addresses(house.refused_log(noor).await),
        BTreeSet::from(["of-noor".to_owned()])
    );
    assert_eq!(house.refused_log(house.ada()).await.len(), 3);
    assert!(
        house.refused_log(noor).await.iter().all(|row| row.source.is_empty()),
        "addresses of networks are for admins"
    );
    assert!(
        house
            .refused_log(house.ada())
            .await
            .iter()
            .all(|row| !row.source.is_empty())
    );
    let db = house.portal.reader();
    for who in [
        house.learner(0),
        &samples::neighbor(&house.portal).await.expect("neighbors"),
    ] {
        let seen = list(db, who, &LogQuery::default(), &RefusedFilter::default()).await;
        match who.role {
            lectern_contract::Role::Learner => assert_eq!(refusal(seen), Refusal::NotFound),
            _ => assert_eq!(seen.expect("their own").rows, []),
        }
    }
    assert_eq!(courses(db, noor).await.expect("hers").len(), 1);
    assert_eq!(courses(db, house.ada()).await.expect("all").len(), 2);
    assert_eq!(refusal(courses(db, house.learner(0)).await), Refusal::NotFound);
    house
        .act(async |tx| managers::remove(tx, house.ada(), course, noor.user).await)
        .await
        .expect("removed");
    assert_eq!(
        house.refused_log(noor).await,
        [],
        "a course no longer hers is no longer hers to read"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_paged_without_gap_or_repetition() {
    let house = House::open().await;
    let (ada, course) = (house.ada(), house.forklift());
    refuse(&house, 120).await;
    let mut query = LogQuery::default();
    let (mut seen, mut pages) = (Vec::new(), 0);
    loop {
        let slice = list(house.portal.reader(), ada, &query, &RefusedFilter::default())
            .await
            .expect("a page");
        seen.extend(slice.rows.iter().map(|row| row.address.clone()));
        pages += 1;
        // A row that comes meanwhile moves no page.
        house
            .refused_invite(house.noor(), course, &format!("meanwhile-{pages}"))
            .await;
        assert_eq!(slice.newer.is_some(), pages > 1);
        let Some(older) = slice.older else { break };
        query.before = Some(older);
    }
    let expected: Vec<String> = (0..120).rev().map(|number| format!("nobody-{number:03}")).collect();
    assert_eq!((seen, pages), (expected, 3));
    let last = list(house.portal.reader(), ada, &query, &RefusedFilter::default())
        .await
        .expect("a page");
    let back = LogQuery {
        after: last.newer,
        ..LogQuery::default()
    };
    let middle = list(house.portal.reader(), ada, &back, &RefusedFilter::default())
        .await
        .expect("a page");
    let ends = (middle.rows[0].address.as_str(), middle.rows[49].address.as_str());
    assert_eq!(
        ends,
        ("nobody-069", "nobody-020"),
        "the way back leads through the same pages"
    );
    assert!(middle.newer.is_some() && middle.older.is_some());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_searched_and_filtered() {
    let house = House::open().await;
    let (ada, course) = (house.ada(), house.forklift());
    refuse(&house, 60).await;
    house.refused_invite(house.noor(), course, "somebody").await;
    let words = LogQuery {
        search: " NOBODY-01 ".into(),
        ..LogQuery::default()
    };
    assert_eq!(house.log_of(ada, &words, &RefusedFilter::default()).await.len(), 10);
    let by_name = LogQuery {
        search: "noor had".into(),
        ..LogQuery::default()
    };
    assert_eq!(house.log_of(ada, &by_name, &RefusedFilter::default()).await.len(), 1);
    let all = RefusedFilter::default;
    let act = |act| RefusedFilter {
        act: Some(act),
        ..all()
    };
    let reason = |reason| RefusedFilter {
        reason: Some(reason),
        ..all()
    };
    let of = |course| RefusedFilter {
        course: Some(course),
        ..all()
    };
    for (filter, rows) in [
        (act(RefusedAct::Launch), 0),
        (act(RefusedAct::Invite), 50),
        (reason(Reason::NoAddress), 50),
        (reason(Reason::NoCredit), 0),
        (of(house.fire()), 0),
        (of(course), 50),
    ] {
        assert_eq!(
            house.log_of(ada, &LogQuery::default(), &filter).await.len(),
            rows,
            "{filter:?}"
        );
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_of_whole_days_where_the_organization_is() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    // 2 March 2026, 22:59 and 23:01 UTC are two days in Berlin.
    house.clock.advance(TimeDelta::minutes(13 * 60 + 54));
    house.refused_invite(mara, course, "monday").await;
    house.clock.advance(TimeDelta::minutes(2));
    house.refused_invite(mara, course, "tuesday").await;
    let on = |from: &str, to: &str| LogQuery {
        from: from.parse().ok(),
        to: to.parse().ok(),
        ..LogQuery::default()
    };
    for (from, to, seen) in [
        ("2026-03-02", "2026-03-02", vec!["monday"]),
        ("2026-03-03", "", vec!["tuesday"]),
        ("", "2026-03-02", vec!["monday"]),
        ("2026-03-02", "2026-03-03", vec!["tuesday", "monday"]),
        ("2026-03-04", "", vec![]),
    ] {
        let rows = house
            .log_of(house.ada(), &on(from, to), &RefusedFilter::default())
            .await;
        let rows: Vec<_> = rows.iter().map(|row| row.address.as_str()).collect();
        assert_eq!(rows, seen, "from {from:?} to {to:?}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_has_every_row_once_and_no_formula() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.refused_invite(mara, course, "=1+1").await;
    for act in 0..8 {
        let many: Vec<String> = (0..99).map(|number| format!("nobody-{act}-{number}")).collect();
        house.refused_invite(mara, course, &many.join(",")).await;
    }
    let (mut query, mut text) = (LogQuery::default(), String::new());
    loop {
        let (some, next) = piece(&house.portal, house.ada(), &query, &RefusedFilter::default())
            .await
            .expect("a piece");
        text.push_str(&some);
        let Some(next) = next else { break };
        query.before = Some(next);
    }
    assert_eq!(text.lines().count(), 1 + 1 + 8 * 99, "the header and each row");
    assert!(
        text.starts_with('\u{feff}') && text.contains(",'=1+1,"),
        "{}",
        &text[..400]
    );
    assert_eq!(
        refusal(piece(&house.portal, house.learner(0), &query, &RefusedFilter::default()).await),
        Refusal::NotFound
    );
    house.close().await;
}
