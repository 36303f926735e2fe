//! What a list shows before anything is sent, and that looking changes nothing.

use lectern_contract::{
    Refusal,
    batches::{BatchState, Outcome, Shortage, Verdict},
    paging::Query,
    refusal::Field,
};
use lectern_domain::{
    accounts::administer,
    invitations::batch::{
        Given, check,
        receive::{Received, receive},
        result, sweep, view,
    },
};
use lectern_entities::{audit, batch, batch_row, letter};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::upload;
use crate::support::{House, refusal};

/// Every verdict once, in this order.
const LIST: &str = "Name;E-mail\n\
    New;new@contoso.example\n\
    Omar;Omar Sato <OMAR@northwind.example>\n\
    Lena;lena@northwind.example\n\
    Ruth;ruth@contoso.example\n\
    Tom;tom@northwind.example\n\
    Nobody;nobody(at)contoso.example\n\
    Again;\" NEW@contoso.example\u{200b}\"\n";

/// A house in which the list gives one of each.
async fn street() -> House {
    let house = House::open().await;
    let course = house.forklift();
    house.endow(course, house.mara().user, 10).await;
    house.endow(course, house.noor().user, 10).await;
    house.grant(1).await.expect("granted");
    let (lena, tom) = (house.learner(0).user, house.learner(3).user);
    house.enroll(lena, course).await.expect("enrolled");
    house
        .invite(house.noor(), course, "ruth@contoso.example")
        .await
        .expect("invited by a colleague");
    house
        .act(async |tx| administer::suspend(tx, house.ada(), tom).await)
        .await
        .expect("suspended");
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_has_its_verdict_and_nothing_is_sent() {
    let house = street().await;
    let (mara, course) = (house.mara(), house.forklift());
    let db = house.portal.reader();
    let letters = letter::Entity::find().count(db).await.expect("counted");
    let free = house.free(course, mara).await;
    let id = house.given(mara, course, LIST).await;

    let rows = house.batch_rows(mara, id).await;
    let seen: Vec<(&str, Verdict)> = rows.iter().map(|row| (row.email.as_str(), row.verdict)).collect();
    let expected = [
        ("new@contoso.example", Verdict::New),
        ("OMAR@northwind.example", Verdict::Known),
        ("lena@northwind.example", Verdict::Enrolled),
        ("ruth@contoso.example", Verdict::Invited),
        ("tom@northwind.example", Verdict::Suspended),
        ("nobody(at)contoso.example", Verdict::Malformed),
        ("NEW@contoso.example", Verdict::Repeated),
    ];
    assert_eq!(seen, expected);
    let by = rows[3].invited.as_ref().map(|(name, _)| name.as_str());
    assert_eq!(by, Some("Noor Haddad"));

    let head = house.batch(mara, id).await;
    assert_eq!((head.state, head.rows(), head.sendable()), (BatchState::Preview, 7, 2));
    assert_eq!(head.free, free);
    assert!(head.verdicts.iter().all(|(_, rows)| *rows == 1), "{:?}", head.verdicts);
    let search = Query {
        search: "OMAR".into(),
        page: 1,
    };
    let found = view::rows(db, mara, id, &search, Some(Verdict::Known)).await;
    assert_eq!(found.expect("theirs").total, 1);
    assert_eq!(house.free(course, mara).await, free, "a look costs nothing");
    assert_eq!(letter::Entity::find().count(db).await.expect("counted"), letters);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_list_is_the_same_batch_until_it_is_over_and_then_changes_nothing() {
    let house = street().await;
    let (mara, course) = (house.mara(), house.forklift());
    let id = house.given(mara, course, LIST).await;
    let other_clothes = format!("\u{feff}{}", LIST.replace('\n', "\r\n"));
    let again = house.give_list(mara, course, &other_clothes).await.expect("known");
    assert_eq!(again, Received::Known(id));
    let noors = house.given(house.noor(), course, LIST).await;
    assert_ne!(noors, id, "a colleague's list is another");

    house.start(mara, id, Shortage::All).await.expect("two credits");
    assert_eq!(
        house.give_list(mara, course, LIST).await.expect("known"),
        Received::Known(id)
    );
    house.run().await;
    let (free, pending) = (house.free(course, mara).await, house.pending(course).await);
    let after = house.given(mara, course, LIST).await;
    let rows = house.batch_rows(mara, after).await;
    assert_eq!(
        rows.iter().map(|row| row.verdict).collect::<Vec<_>>(),
        [
            Verdict::Invited,
            Verdict::Invited,
            Verdict::Enrolled,
            Verdict::Invited,
            Verdict::Suspended,
            Verdict::Malformed,
            Verdict::Repeated,
        ]
    );
    assert_eq!(
        refusal(house.start(mara, after, Shortage::First).await),
        Refusal::NothingToSend
    );
    house.run().await;
    assert_eq!(
        (house.free(course, mara).await, house.pending(course).await),
        (free, pending)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_list_can_be_checked_again() {
    let house = street().await;
    let (mara, course) = (house.mara(), house.forklift());
    let id = house.given(mara, course, LIST).await;
    house
        .invite(house.noor(), course, "new@contoso.example")
        .await
        .expect("somebody was quicker");
    assert_eq!(house.batch_rows(mara, id).await[0].verdict, Verdict::New, "as it was");
    check(&house.portal, mara, id).await.expect("checked");
    let rows = house.batch_rows(mara, id).await;
    assert_eq!(rows[0].verdict, Verdict::Invited);
    assert_eq!(
        rows[0].invited.as_ref().map(|(name, _)| name.as_str()),
        Some("Noor Haddad")
    );
    assert_eq!(rows[6].verdict, Verdict::Repeated, "what the list itself decides stays");
    assert_eq!(refusal(check(&house.portal, house.ada(), id).await), Refusal::NotFound);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_leaves_nothing_behind() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    let db = house.portal.reader();
    let many = super::addresses(100_001);
    for (text, refused) in [
        ("", Refusal::Missing(Field::Addresses)),
        ("\u{feff}E-mail\r\n", Refusal::Missing(Field::Addresses)),
        ("PK\u{3}\u{4}\0\0", Refusal::NotText),
        (many.as_str(), Refusal::TooManyRows),
    ] {
        for given in [Given::File, Given::Pasted] {
            if given == Given::Pasted && text.contains("E-mail") {
                continue;
            }
            let answer = receive(&house.portal, mara, course, upload(text, given)).await;
            assert_eq!(refusal(answer), refused);
        }
    }
    assert_eq!(batch::Entity::find().count(db).await.expect("counted"), 0);
    assert_eq!(batch_row::Entity::find().count(db).await.expect("counted"), 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_thrown_away_and_left_behind_are_swept() {
    let house = House::open().await;
    let (mara, course, db) = (house.mara(), house.forklift(), house.portal.reader());
    let away = house
        .given(mara, course, "a@contoso.example\nb@contoso.example\n")
        .await;
    house.given(mara, course, "c@contoso.example\n").await;
    let ended = house.cancel_batch(mara, away).await.expect("thrown away");
    assert_eq!(ended, BatchState::Discarded);
    assert_eq!(refusal(view::head(db, mara, away).await), Refusal::NotFound);
    assert_eq!(refusal(house.start(mara, away, Shortage::All).await), Refusal::NotFound);
    let sweep = async || house.act(async |tx| sweep::sweep(tx).await).await.expect("swept");
    assert_eq!((sweep().await, sweep().await), (2, 0));
    assert_eq!(batch::Entity::find().count(db).await.expect("counted"), 1);
    house.clock.advance(chrono::TimeDelta::days(31));
    assert_eq!((sweep().await, sweep().await), (1, 0));
    assert_eq!(batch::Entity::find().count(db).await.expect("counted"), 0);
    let acts = audit::Entity::find().count(db).await.expect("counted");
    assert!(acts > 2, "what was done stays in the audit log");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_is_a_table_without_formulas() {
    let house = street().await;
    let (mara, course) = (house.mara(), house.forklift());
    let list = "=cmd@contoso.example\n@sum(a1)\nnew@contoso.example\nruth@contoso.example\n";
    let id = house.given(mara, course, list).await;
    house.start(mara, id, Shortage::All).await.expect("started");
    house.run().await;
    let piece = result::piece(&house.portal, mara, id, 0).await.expect("theirs");
    assert_eq!(piece.next, None);
    let lines: Vec<&str> = piece.text.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\u{feff}Row,Address,Result,What is known,Invited by,Invited on"
    );
    assert_eq!(lines[1], "1,'=cmd@contoso.example,Sent,New person,,");
    assert_eq!(lines[2], "2,'@sum(a1),Not sent,Not an address,,");
    assert_eq!(lines[3], "3,new@contoso.example,Sent,New person,,");
    assert!(lines[4].starts_with("4,ruth@contoso.example,Not sent,Already invited,Noor Haddad,2026-03-02T"));
    assert_eq!(house.outcomes(mara, id).await[1], Outcome::NotSent);
    house.close().await;
}
