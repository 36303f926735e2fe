//! Letters on their way, to a mail server over a socket.

mod kept;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::letters::LetterState;
use lectern_server::post_office::{self, Transport};
use tokio_util::sync::CancellationToken;

use crate::support::{
    House,
    smtp::{MailServer, Mood},
};

const KAI: &str = "kai@contoso.example";

/// A house whose letters go to this server, with one letter in the outbox: the others are sent.
async fn house_with(server: &MailServer) -> (House, Arc<Transport>) {
    let house = House::open_with(|config| config.smtp = server.settings()).await;
    let transport = Transport::new(&house.config.smtp).expect("good settings");
    (house, Arc::new(transport))
}

async fn round(house: &House, transport: &Arc<Transport>) -> usize {
    post_office::round(&house.portal, transport).await.expect("a round")
}

/// State, attempts and next attempt of the newest letter to somebody.
async fn standing(house: &House, to: &str) -> (LetterState, i32, Option<DateTime<Utc>>) {
    let letter = house.letter_to(to).await;
    (letter.state, letter.attempts, letter.next_attempt)
}

fn now(house: &House) -> DateTime<Utc> {
    house.portal.now()
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_leave_whole_and_once() {
    let server = MailServer::start(Mood::Takes).await;
    let (house, transport) = house_with(&server).await;
    let taken = round(&house, &transport).await;
    let received = server.received();
    assert_eq!(received.len(), taken);
    assert_eq!(standing(&house, KAI).await, (LetterState::Sent, 1, None));
    assert_eq!(round(&house, &transport).await, 0, "nothing is left");
    let mut ids: Vec<String> = received.iter().map(|letter| letter.header("message-id")).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), received.len(), "message ids are unique");
    for letter in &received {
        assert_eq!(letter.to.len(), 1, "one recipient each");
        assert!(letter.header("to").contains(&letter.to[0]), "{letter:?}");
        assert_eq!(letter.header("from"), "Lectern <lectern@northwind.example>");
        assert!(
            letter.header("content-type").starts_with("multipart/alternative"),
            "{letter:?}"
        );
        let (plain, html) = (letter.text.find("text/plain"), letter.text.find("text/html"));
        assert!(
            plain.is_some() && plain < html,
            "plain text first, then HTML: {letter:?}"
        );
    }
    let kai = received
        .iter()
        .find(|letter| letter.to == [KAI])
        .expect("a letter to Kai");
    let link = "http://learn.northwind.example/invitation/";
    assert!(
        kai.body().matches(link).count() >= 2,
        "the link stands in both parts: {}",
        kai.body()
    );
    assert!(kai.body().contains("Please finish this before your first shift."));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_server_keeps_no_page_waiting() {
    let server = MailServer::start(Mood::Stalls).await;
    let (house, transport) = house_with(&server).await;
    let mara = house.browser(house.mara()).await;
    let course = house.forklift().to_string();
    let sends = async {
        server.has_stalled(1).await;
        mara.get("/manager/courses").await.is(200);
        let fields = [
            ("course", course.as_str()),
            ("addresses", "fay@contoso.example"),
            ("key", "stalled"),
        ];
        mara.post("/do/send-invitations", &fields).await.is(303);
        assert_eq!(standing(&house, "fay@").await.0, LetterState::Waiting);
        assert!(server.received().len() <= 8, "a few at a time");
        server.feels(Mood::Takes);
    };
    let ((), taken) = tokio::join!(sends, round(&house, &transport));
    assert!(taken >= 3, "with the one that was written meanwhile");
    for to in [KAI, "fay@"] {
        assert_eq!(standing(&house, to).await.0, LetterState::Sent, "{to}");
    }
    assert_eq!(round(&house, &transport).await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_letter_holds_up_no_other() {
    let server = MailServer::start(Mood::StallsFor(KAI)).await;
    let house = House::open_with(|config| config.smtp = server.settings()).await;
    let stop = CancellationToken::new();
    let office = post_office::start(&house.config.smtp, &house.portal, &stop).expect("good settings");
    server.has_stalled(1).await;
    // One of the same bag as the stalled one, and one that is written while it is stalled.
    server.has_received("ruth@contoso.example").await;
    let mara = house.browser(house.mara()).await;
    let course = house.forklift().to_string();
    let fields = [
        ("course", course.as_str()),
        ("addresses", "fay@contoso.example"),
        ("key", "meanwhile"),
    ];
    mara.post("/do/send-invitations", &fields).await.is(303);
    server.has_received("fay@contoso.example").await;
    assert_eq!(standing(&house, KAI).await.0, LetterState::Sending);
    server.feels(Mood::Takes);
    stop.cancel();
    office.await.expect("it ends after the letters on their way");
    for to in [KAI, "ruth@", "fay@"] {
        assert_eq!(standing(&house, to).await.0, LetterState::Sent, "{to}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_on_its_way_is_nobody_elses() {
    let server = MailServer::start(Mood::Stalls).await;
    let (house, transport) = house_with(&server).await;
    let other = Arc::new(Transport::new(&house.config.smtp).expect("good settings"));
    let meanwhile = async {
        // As many as one post office carries at once; the other takes what is left.
        server.has_stalled(8).await;
        let release = async { server.feels(Mood::Takes) };
        tokio::join!(round(&house, &other), release).0
    };
    let (meanwhile, taken) = tokio::join!(meanwhile, round(&house, &transport));
    let mut ids: Vec<String> = server
        .received()
        .iter()
        .map(|letter| letter.header("message-id"))
        .collect();
    assert_eq!(ids.len(), taken + meanwhile);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), taken + meanwhile, "no letter was taken by both");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_connection_is_tried_again_under_the_same_message_id() {
    let server = MailServer::start(Mood::Drops).await;
    let (house, transport) = house_with(&server).await;
    round(&house, &transport).await;
    let (state, attempts, next) = standing(&house, KAI).await;
    assert_eq!((state, attempts), (LetterState::Waiting, 1));
    assert_eq!(next, Some(now(&house) + TimeDelta::minutes(1)));
    assert_eq!(round(&house, &transport).await, 0, "not before its time");
    house.clock.advance(TimeDelta::seconds(59));
    assert_eq!(round(&house, &transport).await, 0, "not before its time");
    server.feels(Mood::Takes);
    house.clock.advance(TimeDelta::seconds(1));
    assert!(round(&house, &transport).await > 0);
    assert_eq!(standing(&house, KAI).await, (LetterState::Sent, 2, None));
    let copies: Vec<String> = server
        .received()
        .iter()
        .filter(|letter| letter.to == [KAI])
        .map(|letter| letter.header("message-id"))
        .collect();
    assert_eq!(copies.len(), 2);
    assert_eq!(copies[0], copies[1], "a second copy can be recognized");
    assert_eq!(house.letter_to(KAI).await.error, None);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_letter_fails_at_once_and_says_why() {
    let server = MailServer::start(Mood::Refuses("550 5.1.1 no such mailbox")).await;
    let (house, transport) = house_with(&server).await;
    round(&house, &transport).await;
    assert_eq!(standing(&house, KAI).await, (LetterState::Failed, 1, None));
    house.clock.advance(TimeDelta::days(2));
    assert_eq!(round(&house, &transport).await, 0, "it is not tried again by itself");
    let ada = house.browser(house.ada()).await;
    let letter = house.letter_to(KAI).await;
    assert!(
        letter
            .error
            .as_deref()
            .is_some_and(|error| error.contains("no such mailbox")),
        "{letter:?}"
    );
    let path = format!("/admin/outbox/{}", letter.id);
    ada.get(&path)
        .await
        .is(200)
        .says("Failed")
        .says("no such mailbox")
        .hides("/invitation/");
    server.feels(Mood::Takes);
    ada.post("/do/send-letter-again", &[("letter", &letter.id.to_string())])
        .await
        .leads_to(&path);
    assert_eq!(round(&house, &transport).await, 1);
    assert_eq!(standing(&house, KAI).await, (LetterState::Sent, 1, None));
    ada.post("/do/send-letter-again", &[("letter", &letter.id.to_string())])
        .await
        .is(409);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_waits_longer_each_time_and_gives_up_after_a_day() {
    let server = MailServer::start(Mood::Later).await;
    let (house, transport) = house_with(&server).await;
    let mut minutes = 0;
    for attempt in 1..=10 {
        assert!(round(&house, &transport).await > 0, "attempt {attempt}");
        let (state, attempts, next) = standing(&house, KAI).await;
        assert_eq!((state, attempts), (LetterState::Waiting, attempt));
        let pause = TimeDelta::minutes(1 << (attempt - 1));
        assert_eq!(next, Some(now(&house) + pause), "attempt {attempt}");
        minutes += pause.num_minutes();
        house.clock.advance(pause);
    }
    assert!((12 * 60..36 * 60).contains(&minutes), "about a day: {minutes} minutes");
    round(&house, &transport).await;
    assert_eq!(standing(&house, KAI).await, (LetterState::Failed, 11, None));
    let letter = house.letter_to(KAI).await;
    assert!(
        letter
            .error
            .as_deref()
            .is_some_and(|error| error.contains("greylisted")),
        "{letter:?}"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_waited_for() {
    let server = MailServer::start(Mood::Takes).await;
    let (house, transport) = house_with(&server).await;
    drop(server);
    let mut gone = house.config.smtp.clone();
    gone.port = Some(1);
    let nobody = Arc::new(Transport::new(&gone).expect("good settings"));
    round(&house, &nobody).await;
    let (state, attempts, _) = standing(&house, KAI).await;
    assert_eq!((state, attempts), (LetterState::Waiting, 1));
    drop(transport);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_cannot_be_injected() {
    let server = MailServer::start(Mood::Takes).await;
    let (house, transport) = house_with(&server).await;
    round(&house, &transport).await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let course = house.forklift().to_string();
    let evil = "Safety\r\nBcc: evil@example.com\r\n\r\n.\r\nMAIL FROM:<x@y.example>";
    ada.post("/do/edit-course", &[("course", &course), ("title", evil)])
        .await
        .is(303);
    let name = [
        ("name", "Jo\r\nBcc: evil@example.com"),
        ("email", "jo@northwind.example"),
        ("roles[]", "learner"),
        ("key", "jo"),
    ];
    ada.post("/do/create-user", &name).await.is(303);
    let invite = [
        ("course", course.as_str()),
        ("addresses", "fay@contoso.example"),
        ("message", "\r\n.\r\nQUIT\r\n.hidden"),
        ("key", "evil"),
    ];
    mara.post("/do/send-invitations", &invite).await.is(303);
    for address in [
        "fay@contoso.example\r\nBcc: evil@example.com",
        "<evil@example.com>\r\nDATA",
    ] {
        let fields = [("course", course.as_str()), ("addresses", address), ("key", address)];
        let answer = mara.post("/do/send-invitations", &fields).await;
        assert!(matches!(answer.status, 303 | 422), "{answer}");
    }
    round(&house, &transport).await;
    let known = [
        "from",
        "to",
        "subject",
        "message-id",
        "mime-version",
        "date",
        "content-type",
        "content-transfer-encoding",
    ];
    for letter in server.received() {
        assert_eq!(letter.to.len(), 1, "{letter:?}");
        assert_eq!(letter.header("to").matches('@').count(), 1, "{letter:?}");
        for line in letter.headers() {
            let name = line.split(':').next().unwrap_or_default().to_lowercase();
            assert!(known.contains(&name.as_str()), "an unknown header: {line}");
        }
        assert!(
            letter.text.contains("text/html"),
            "the letter ends where it should: {letter:?}"
        );
    }
    house.close().await;
}
