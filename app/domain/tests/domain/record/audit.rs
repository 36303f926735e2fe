//! The audit log as an admin reads it.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal, Role,
    audit::{AuditAct, AuditLink, AuditRow, AuditSubject, Change},
    paging::LogQuery,
};
use lectern_domain::{
    Actor,
    audit::{
        list::{AuditFilter, list},
        table::piece,
    },
    courses::edit,
    samples,
};

use crate::support::{House, refusal};

async fn log(house: &House, query: &LogQuery, filter: &AuditFilter) -> Vec<AuditRow> {
    list(house.portal.reader(), house.ada(), query, filter)
        .await
        .expect("the log")
        .rows
}

fn words(search: &str) -> LogQuery {
    LogQuery {
        search: search.into(),
        ..LogQuery::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_says_who_in_which_role_did_what_to_what_before_and_after_from_where() {
    let house = House::open().await;
    let course = house.forklift();
    let there = Actor {
        source: "192.0.2.7".into(),
        ..house.ada().clone()
    };
    house.clock.advance(TimeDelta::minutes(1));
    house
        .act(async |tx| edit::edit(tx, &there, course, titled("Another title")).await)
        .await
        .expect("edited");
    let rows = log(&house, &LogQuery::default(), &AuditFilter::default()).await;
    let row = &rows[0];
    assert_eq!(
        (row.act.as_str(), row.name.as_str(), row.source.as_str()),
        ("Edited a course", "Another title", "192.0.2.7")
    );
    assert_eq!(row.actor.as_ref().map(|(_, name)| name.as_str()), Some(samples::ADA.0));
    assert_eq!(
        (row.role, row.link.clone()),
        (Some(Role::Admin), Some(AuditLink::Course(course)))
    );
    let title = row
        .changes
        .iter()
        .find(|change| change.what == "title")
        .expect("what changed");
    assert_eq!(
        (title.before.as_deref(), title.after.as_deref()),
        (Some("Forklift Basics"), Some("Another title"))
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_filtered_by_actor_act_role_thing_and_words() {
    let house = House::open().await;
    samples::begin(&house.portal, house.cast())
        .await
        .expect("the cast begins");
    let of = async |filter: AuditFilter| log(&house, &LogQuery::default(), &filter).await;
    let mara = of(AuditFilter {
        actor: Some(house.mara().user),
        ..AuditFilter::default()
    })
    .await;
    assert!(
        !mara.is_empty()
            && mara
                .iter()
                .all(|row| row.actor.as_ref().is_some_and(|(id, _)| *id == house.mara().user))
    );
    let sent = of(AuditFilter {
        act: Some(AuditAct::InvitationSend),
        ..AuditFilter::default()
    })
    .await;
    assert!(!sent.is_empty() && sent.iter().all(|row| row.act_word == "invitation.send"));
    assert!(
        sent.iter()
            .all(|row| matches!(&row.link, Some(AuditLink::Invitation(_, email)) if row.name == *email))
    );
    let managers = of(AuditFilter {
        role: Some(Role::Manager),
        ..AuditFilter::default()
    })
    .await;
    assert!(!managers.is_empty() && managers.iter().all(|row| row.role == Some(Role::Manager)));
    let moved = of(AuditFilter {
        kind: Some(AuditSubject::Transaction),
        ..AuditFilter::default()
    })
    .await;
    assert!(
        !moved.is_empty()
            && moved
                .iter()
                .all(|row| matches!(row.link, Some(AuditLink::Page("accounts", _))))
    );
    let course = of(AuditFilter {
        subject: Some(house.forklift().0),
        ..AuditFilter::default()
    })
    .await;
    assert!(!course.is_empty() && course.iter().all(|row| row.subject == Some(house.forklift().0)));
    let named = log(&house, &words("mara l"), &AuditFilter::default()).await;
    let as_manager = |row: &AuditRow| {
        let said = |part: &Change| part.what == "manager" && part.after.as_deref() == Some(samples::MARA.0);
        row.act_word.starts_with("manager.") && row.changes.iter().any(said)
    };
    let hers = |row: &AuditRow| {
        row.subject == Some(house.mara().user.0)
            || row.actor.as_ref().is_some_and(|(id, _)| *id == house.mara().user)
            || as_manager(row)
    };
    assert!(named.iter().all(hers), "what she did, and what was done to her");
    let did = named
        .iter()
        .any(|row| row.actor.as_ref().is_some_and(|(id, _)| *id == house.mara().user));
    let was_done = named.iter().any(|row| row.subject == Some(house.mara().user.0));
    assert!(did && was_done);
    assert_eq!(named.iter().filter(|row| as_manager(row)).count(), 2, "of both courses");
    let titled = log(&house, &words("FORKLIFT"), &AuditFilter::default()).await;
    assert_eq!(titled, course, "a course is found by its title");
    assert_eq!(
        log(&house, &words(&house.forklift().to_string()), &AuditFilter::default()).await,
        course
    );
    assert_eq!(log(&house, &words("nobody at all"), &AuditFilter::default()).await, []);
    let both = AuditFilter {
        act: Some(AuditAct::CoursePublish),
        ..AuditFilter::default()
    };
    assert_eq!(log(&house, &words("forklift"), &both).await.len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_paged_searched_or_not_without_gap_or_repetition_and_the_file_is_the_same() {
    let house = House::open().await;
    for number in 0..130 {
        let title = format!("Title {number}");
        house
            .act(async |tx| edit::edit(tx, house.ada(), house.forklift(), titled(&title)).await)
            .await
            .expect("edited");
        house.clock.advance(TimeDelta::seconds(1));
    }
    let edits = AuditFilter {
        act: Some(AuditAct::CourseEdit),
        ..AuditFilter::default()
    };
    for search in ["", "title 129", samples::ADA.1] {
        let (mut query, mut seen, mut pages) = (words(search), Vec::new(), 0);
        loop {
            let slice = list(house.portal.reader(), house.ada(), &query, &edits)
                .await
                .expect("a page");
            seen.extend(
                slice
                    .rows
                    .iter()
                    .map(|row| row.changes[0].after.clone().unwrap_or_default()),
            );
            pages += 1;
            let Some(older) = slice.older else { break };
            query.before = Some(older);
        }
        let expected: Vec<String> = (0..130).rev().map(|number| format!("Title {number}")).collect();
        assert_eq!((seen, pages), (expected, 3), "searched for {search:?}");
        let (text, next) = piece(&house.portal, house.ada(), &words(search), &edits)
            .await
            .expect("a piece");
        assert_eq!((text.lines().count(), next), (131, None), "searched for {search:?}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_admin_reads_it_and_nobody_reads_anothers() {
    let house = House::open().await;
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    let (query, filter) = (LogQuery::default(), AuditFilter::default());
    for who in [house.mara(), house.learner(0)] {
        assert_eq!(
            refusal(list(house.portal.reader(), who, &query, &filter).await),
            Refusal::NotFound
        );
        assert_eq!(
            refusal(piece(&house.portal, who, &query, &filter).await),
            Refusal::NotFound
        );
    }
    let theirs = |filter: AuditFilter, search: &'static str| {
        let (house, sol) = (&house, &sol);
        async move {
            list(house.portal.reader(), sol, &words(search), &filter)
                .await
                .expect("their own")
                .rows
        }
    };
    let ours = AuditFilter {
        subject: Some(house.forklift().0),
        ..AuditFilter::default()
    };
    assert_eq!(theirs(ours, "").await, []);
    let ada = AuditFilter {
        actor: Some(house.ada().user),
        ..AuditFilter::default()
    };
    assert_eq!(theirs(ada, "").await, []);
    assert_eq!(theirs(AuditFilter::default(), "Forklift").await, []);
    assert_eq!(theirs(AuditFilter::default(), "ada@northwind").await, []);
    house.close().await;
}

fn titled(title: &str) -> edit::Words<'_> {
    edit::Words {
        title,
        ..Default::default()
    }
}
