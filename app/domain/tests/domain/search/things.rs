//! Courses, and what is found by their titles; invitations, letters and refusals.

use lectern_domain::{
    audit::list::{self as audit, AuditFilter},
    courses::list as courses,
    credits::{grid, requests},
    invitations::log,
    letters::outbox,
    refused::{self, RefusedFilter},
};

use super::{log_words, words};
use crate::support::{House, fresh_key};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_of_a_course_is_found_by_its_title() {
    let house = House::open().await;
    let (db, ada, mara, course) = (house.portal.reader(), house.ada(), house.mara(), house.forklift());
    house.endow(course, mara.user, 1).await;
    house.titled("Ölwechsel").await;
    let asked = house.act(async |tx| requests::ask(tx, mara, &fresh_key(), course, 2, "A new shift").await);
    asked.await.expect("asked");
    house
        .invite(mara, course, "kai@contoso.example")
        .await
        .expect("invited");
    for search in ["ölwechsel", "ÖLWECHSEL", "O\u{308}lwech"] {
        let query = words(search);
        let listed = courses::list(db, ada, &query, None).await.expect("courses").rows;
        let listed: Vec<_> = listed.iter().map(|row| row.id).collect();
        assert_eq!(listed, [course], "{search}");
        let grid = grid::view(db, ada, &query, 1).await.expect("a grid").rows;
        assert_eq!(grid.total, 1, "{search}");
        let asked = requests::list::list(db, ada, &query, None).await.expect("requests");
        assert_eq!(asked.total, 1, "{search}");
        let letters = outbox::list(db, ada, &query, None).await.expect("letters").rows;
        assert!(
            !letters.is_empty() && letters.iter().all(|row| row.subject.contains("Ölwechsel")),
            "{search}: {letters:?}"
        );
        let acts = audit::list(db, ada, &log_words(search), &AuditFilter::default()).await;
        let acts = acts.expect("the log").rows;
        assert!(
            acts.iter().any(|row| row.act_word == "course.edit"),
            "{search}: {acts:?}"
        );
    }
    for search in ["forklift", "olwechsel"] {
        let found = courses::list(db, ada, &words(search), None).await.expect("courses");
        assert_eq!(found.total, 0, "{search}");
        let asked = requests::list::list(db, ada, &words(search), None).await;
        assert_eq!(asked.expect("requests").total, 0, "{search}");
    }
    let other = courses::list(db, ada, &words("FIRE SAF"), None).await.expect("courses");
    assert_eq!(other.rows[0].id, house.fire(), "as its package names it");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_found_by_their_manager_and_acts_by_their_author() {
    let house = House::open().await;
    let (db, ada, mara) = (house.portal.reader(), house.ada(), house.mara());
    house.renamed(mara.user, "Мара Линд").await;
    let asked = house.act(async |tx| requests::ask(tx, mara, &fresh_key(), house.forklift(), 2, "A shift").await);
    asked.await.expect("asked");
    for search in ["мара", "МАРА Л"] {
        let hers = requests::list::list(db, ada, &words(search), None).await;
        assert_eq!(hers.expect("requests").total, 1, "{search}");
        let acts = audit::list(db, ada, &log_words(search), &AuditFilter::default()).await;
        let acts = acts.expect("the log").rows;
        assert!(
            acts.iter().any(|row| row.act_word == "request.ask"),
            "{search}: {acts:?}"
        );
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_found_in_every_script() {
    let house = House::open().await;
    let (db, ada, mara, course) = (house.portal.reader(), house.ada(), house.mara(), house.forklift());
    house.endow(course, mara.user, 1).await;
    house
        .invite(mara, course, "jürgen@contoso.example")
        .await
        .expect("invited");
    house.no_address("Jürgen(at)Köln").await;
    for search in ["jürgen", "JÜRGEN"] {
        let sent = log::list(&house.portal, mara, course, &words(search), log::Wanted::default()).await;
        assert_eq!(sent.expect("hers").total, 1, "{search}");
        let letters = outbox::list(db, ada, &words(search), None).await.expect("letters");
        assert_eq!(letters.total, 1, "{search}");
        for who in [ada, mara] {
            let refused = refused::list(db, who, &log_words(search), &RefusedFilter::default()).await;
            let refused = refused.expect("a log of theirs").rows;
            let refused: Vec<_> = refused.iter().map(|row| row.address.as_str()).collect();
            assert_eq!(refused, ["Jürgen(at)Köln"], "{search}");
        }
    }
    let nobody = refused::list(db, ada, &log_words("jurgen"), &RefusedFilter::default()).await;
    assert!(nobody.expect("a log").rows.is_empty());
    house.close().await;
}
