//! The job: killed, doubled, canceled, and left without its course.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use lectern_contract::{
    Refusal, Role,
    batches::{BatchState, Outcome, Shortage, Verdict},
};
use lectern_domain::{
    courses::{edit, managers},
    invitations::batch::run::{self, LEASE},
    letters::outbox,
};
use lectern_entities::{audit, invitation, letter};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{OTHER_WORKER, WORKER, addresses, step};
use crate::support::{House, refusal, rush};

/// More than one chunk, and no round number of them.
const MANY: usize = 600;

async fn started(many: usize) -> (House, lectern_contract::BatchId) {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, i64::try_from(many).expect("few")).await;
    let id = house.given(mara, course, &addresses(many)).await;
    house.start(mara, id, Shortage::All).await.expect("started");
    (house, id)
}

/// Each address has one invitation, one letter, one audit row and one held credit.
async fn each_once(house: &House, many: usize) {
    let db = house.portal.reader();
    let course = house.forklift();
    let count = u64::try_from(many).expect("few");
    assert_eq!(house.pending(course).await, count);
    let letters = letter::Entity::find().filter(letter::Column::BatchId.is_not_null());
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for letter in letters.all(db).await.expect("read") {
        *told.entry(letter.recipient).or_default() += 1;
    }
    assert_eq!(told.len(), many);
    assert!(told.values().all(|times| *times == 1));
    let acts = audit::Entity::find().filter(audit::Column::Act.eq("invitation.send"));
    assert_eq!(acts.count(db).await.expect("counted"), count);
    assert_eq!(house.held().await, i64::try_from(many).expect("few"));
    house.verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_job_is_taken_up_where_it_was() {
    let (house, id) = started(MANY).await;
    assert!(step(&house.portal, WORKER).await);
    let head = house.batch(house.mara(), id).await;
    assert_eq!((head.state, head.sent), (BatchState::Sending, 160));
    // Killed in the middle of a chunk: what it did is undone with its transaction.
    let tx = house.portal.begin().await.expect("begun");
    drop(tx);
    let restarted = house.second_process().await;
    assert!(
        !step(&restarted, OTHER_WORKER).await,
        "the lease of the dead is still on"
    );
    house.clock.advance(LEASE);
    while step(&restarted, OTHER_WORKER).await {}
    let head = house.batch(house.mara(), id).await;
    assert_eq!((head.state, head.sent), (BatchState::Done, 600));
    assert!(head.ended.is_some());
    each_once(&house, MANY).await;
    drop(restarted);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_runners_send_each_row_once() {
    let (house, id) = started(MANY).await;
    let second = house.second_process().await;
    let portals = [house.portal.clone(), second];
    for _ in 0..4 {
        // Without a lease nothing but the batch's row keeps them apart.
        rush(&portals, 8, |portal, number| async move {
            let worker = uuid::Uuid::from_u128(number as u128 % 2 + 1);
            _ = run::step(&portal, worker).await;
        })
        .await;
        house.clock.advance(LEASE);
    }
    house.run().await;
    assert_eq!(house.batch(house.mara(), id).await.state, BatchState::Done);
    each_once(&house, MANY).await;
    drop(portals);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn canceled_the_rest_is_not_sent_and_its_credits_are_free() {
    let (house, id) = started(MANY).await;
    let (mara, course) = (house.mara(), house.forklift());
    assert!(step(&house.portal, WORKER).await);
    assert_eq!(house.free(course, mara).await, 0);
    let ended = house.cancel_batch(mara, id).await.expect("canceled");
    assert_eq!(ended, BatchState::Canceled);
    assert!(!step(&house.portal, WORKER).await, "nothing is left to do");
    assert_eq!(
        (house.pending(course).await, house.free(course, mara).await),
        (160, 440)
    );
    let again = refusal(house.cancel_batch(mara, id).await);
    assert_eq!(again, Refusal::BatchIs(BatchState::Canceled));
    // The same list goes on with those who were left out.
    let rest = house.given(mara, course, &addresses(MANY)).await;
    assert_eq!(house.batch(mara, rest).await.sendable(), 440);
    house.start(mara, rest, Shortage::All).await.expect("the rest");
    house.run().await;
    each_once(&house, MANY).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_without_its_course_or_manager_stops() {
    for archived in [true, false] {
        let (house, id) = started(300).await;
        let (mara, course) = (house.mara(), house.forklift());
        assert!(step(&house.portal, WORKER).await);
        let gone = house.act(async |tx| match archived {
            true => edit::archive(tx, house.ada(), course).await,
            false => managers::remove(tx, house.ada(), course, mara.user).await,
        });
        if archived {
            gone.await.expect("archived");
            house.run().await;
            let head = house.batch(house.ada(), id).await;
            assert_eq!((head.state, head.sent), (BatchState::Stopped, 160));
            assert_eq!(house.outcomes(house.ada(), id).await[0], Outcome::Sent);
            assert_eq!(
                house.free(course, mara).await,
                300,
                "nothing is held and nothing put aside"
            );
        } else {
            let refused = refusal(gone.await);
            let (free, pending) = (0, 300);
            assert_eq!(refused, Refusal::ManagerHasCredits { free, pending });
            house.run().await;
        }
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_stops_where_its_sender_can_invite_no_more() {
    for suspended in [true, false] {
        let (house, id) = started(300).await;
        let (mara, course) = (house.mara(), house.forklift());
        assert!(step(&house.portal, WORKER).await);
        match suspended {
            true => house.suspend(mara).await,
            false => house.leave_roles(mara, &[Role::Learner]).await,
        }
        house.run().await;
        let head = house.batch(house.ada(), id).await;
        assert_eq!((head.state, head.sent), (BatchState::Stopped, 160));
        assert_eq!(
            (house.pending(course).await, house.free(course, mara).await),
            (160, 140),
            "what was put aside is free, and nothing else was sent"
        );
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_quicker_is_named_and_the_credit_goes_to_the_next() {
    let house = House::open().await;
    let (mara, noor, course) = (house.mara(), house.noor(), house.forklift());
    house.endow(course, mara.user, 2).await;
    house.endow(course, noor.user, 1).await;
    let id = house.given(mara, course, &addresses(4)).await;
    house.start(mara, id, Shortage::First).await.expect("two of four");
    house
        .invite(noor, course, "person-00000@contoso.example")
        .await
        .expect("meanwhile");
    house.run().await;
    let rows = house.batch_rows(mara, id).await;
    let outcomes: Vec<Outcome> = rows.iter().map(|row| row.outcome).collect();
    assert_eq!(
        outcomes,
        [Outcome::NotSent, Outcome::Sent, Outcome::Sent, Outcome::Short]
    );
    assert_eq!(rows[0].verdict, Verdict::Invited);
    let by = rows[0].invited.as_ref().map(|(name, _)| name.as_str());
    assert_eq!(by, Some("Noor Haddad"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_share_a_text_and_say_what_a_single_one_says() {
    let (house, _) = started(2).await;
    house.run().await;
    let db = house.portal.reader();
    let row = letter::Entity::find()
        .filter(letter::Column::Recipient.eq("person-00001@contoso.example"))
        .one(db)
        .await
        .expect("read")
        .expect("written");
    assert!(row.text.is_empty() && row.html.is_empty(), "no copy of the text");
    let shown = outbox::show(db, house.ada(), row.id).await.expect("an admin looks");
    assert!(shown.text.contains("https://…(secret link)"), "{}", shown.text);
    house.endow(house.forklift(), house.mara().user, 1).await;
    let form = lectern_domain::invitations::send::SendForm {
        addresses: "single@contoso.example".into(),
        message: "See you there".into(),
    };
    let send = async |tx: &_| {
        lectern_domain::invitations::send::send(tx, house.mara(), "single", house.forklift(), form).await
    };
    house.act(send).await.expect("sent");
    let letters = house.post().await;
    let to = |who: &str| letters.iter().find(|letter| letter.to == who).expect(who);
    let (single, many) = (to("single@contoso.example"), to("person-00001@contoso.example"));
    let tokens = |text: &str| {
        let words = text.split("/invitation/").skip(1);
        words.map(|rest| rest[..32].to_owned()).collect::<Vec<_>>()
    };
    let bare = |letter: &lectern_domain::letters::post::Outgoing, who: &str| {
        let mut both = format!("{}\n{}\n{}", letter.subject, letter.text, letter.html).replace(who, "WHO");
        for token in tokens(&both) {
            both = both.replace(&token, "TOKEN");
        }
        both
    };
    assert_eq!(
        bare(single, "single@contoso.example"),
        bare(many, "person-00001@contoso.example")
    );
    let invitation = invitation::Entity::find()
        .filter(invitation::Column::EmailKey.eq("person-00001@contoso.example"))
        .one(db)
        .await
        .expect("read")
        .expect("sent");
    assert_eq!(tokens(&many.text), [house.token(invitation.id).await], "its own link");
    assert_eq!(invitation.expires_at - invitation.created_at, TimeDelta::days(30));
    house.close().await;
}
