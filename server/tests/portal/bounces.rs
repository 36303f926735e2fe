//! Letters that come back: the mail service's webhook, recipients it refuses, and what people say and see.

use std::sync::Arc;

use axum::http::Method;
use lectern_server::post_office::{self, Transport};
use serde_json::{Value, json};

use crate::support::{
    Answer, House,
    smtp::{MailServer, Mood},
    stripe::signature,
};

/// Where the mail service posts to.
pub const HOOK: &str = "/hooks/bounces";
const SECRET: &str = "a secret of the mail service";
const KAI: &str = "kai@contoso.example";

async fn house() -> House {
    House::open_with(|config| config.bounce_secret = SECRET.into()).await
}

/// A server posts from elsewhere, without a session.
async fn post(house: &House, body: &str, signature: &str) -> Answer {
    let headers = [
        ("content-type", "application/json"),
        ("origin", "https://mail.example"),
        ("sec-fetch-site", "cross-site"),
        ("lectern-signature", signature),
    ];
    let stranger = house.anonymous();
    stranger.send_with(Method::POST, HOOK, &headers, body).await
}

fn signed(house: &House, body: &str) -> String {
    let now = house.portal.now().timestamp();
    format!("t={now},v1={}", signature(SECRET, body, now))
}

async fn says(house: &House, word: &Value) -> Answer {
    let body = word.to_string();
    post(house, &body, &signed(house, &body)).await
}

async fn marked(house: &House) -> Vec<String> {
    let sql = "select email from invitation where undeliverable order by email";
    house.texts(sql).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hard_bounce_is_heard_once_and_the_manager_sees_it() {
    let house = house().await;
    house.link("invitation", KAI).await;
    let message_id = house
        .texts("select message_id from letter where kind = 'invitation' and recipient = 'kai@contoso.example'")
        .await
        .remove(0);
    let soft = json!({ "id": "evt-0", "type": "soft", "message_id": message_id, "reason": "452 mailbox full" });
    says(&house, &soft).await.is(200).says("heard");
    assert_eq!(marked(&house).await, [""; 0]);
    let hard = json!({
        "id": "evt-1", "type": "hard", "message_id": message_id, "address": KAI,
        "reason": "550 5.1.1 no such user", "of_another_service": [1, 2],
    });
    says(&house, &hard).await.is(200).says("heard");
    assert_eq!(marked(&house).await, [KAI]);
    let again = house.unchanged("the same event", says(&house, &hard)).await;
    again.is(200).says("heard before");
    let mara = house.browser(house.mara()).await;
    let page = format!("/manager/courses/{}", house.forklift());
    mara.get(&page).await.says("Undeliverable").says("Mark as Deliverable");
    let told = house.letter_to("mara@northwind.example").await;
    assert_eq!(told.subject, format!("A letter to {KAI} came back"));
    let unknown = json!({ "id": "evt-2", "type": "hard", "address": "stranger@contoso.example" });
    let answer = house.unchanged("a stranger's address", says(&house, &unknown)).await;
    answer.is(200).says("no letter or address of ours");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_are_not_signed_are_not_heard() {
    let house = house().await;
    let body = json!({ "id": "evt-1", "type": "hard", "address": KAI }).to_string();
    let now = house.portal.now().timestamp();
    let at = |time: i64| format!("t={time},v1={}", signature(SECRET, &body, time));
    for header in [
        String::new(),
        "nonsense".to_owned(),
        format!("t={now},v1={}", signature("another secret", &body, now)),
        format!("t={now},v1={}", signature(SECRET, "{}", now)),
        at(now - 301),
        at(now + 301),
    ] {
        let answer = house.unchanged(&header, post(&house, &body, &header)).await;
        answer.is(400).says("The signature is not good.");
    }
    post(&house, &body, &at(now - 300)).await.is(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_make_no_sense_are_refused() {
    let house = house().await;
    let long = "x".repeat(501);
    for body in [
        String::new(),
        "[]".to_owned(),
        "{}".to_owned(),
        json!({ "id": "evt-1", "type": "hard" }).to_string(),
        json!({ "id": "", "type": "hard", "address": KAI }).to_string(),
        json!({ "id": "evt-1", "type": "complaint", "address": KAI }).to_string(),
        json!({ "id": "evt-1", "address": KAI }).to_string(),
        json!({ "id": "evt-1", "type": "hard", "address": " " }).to_string(),
        json!({ "id": long, "type": "hard", "address": KAI }).to_string(),
        json!({ "id": "evt\u{0}", "type": "hard", "address": KAI }).to_string(),
        json!({ "id": "evt-1", "type": "hard", "address": KAI, "reason": "\u{0}" }).to_string(),
    ] {
        let header = signed(&house, &body);
        house.unchanged(&body, post(&house, &body, &header)).await.is(400);
    }
    let large = "x".repeat(65 << 10);
    let header = signed(&house, &large);
    house
        .unchanged("a large word", post(&house, &large, &header))
        .await
        .is(413);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_secret_there_is_no_such_door() {
    let house = House::open().await;
    let body = json!({ "id": "evt-1", "type": "hard", "address": KAI }).to_string();
    let now = house.portal.now().timestamp();
    for secret in ["", SECRET] {
        let header = format!("t={now},v1={}", signature(secret, &body, now));
        house.unchanged(secret, post(&house, &body, &header)).await.is(404);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_says_it_at_the_letter() {
    let house = house().await;
    house.link("invitation", KAI).await;
    house
        .sabotage("update letter set state = 'sent', sent_at = created_at, next_attempt_at = null")
        .await;
    let ada = house.browser(house.ada()).await;
    let letter = format!("/admin/outbox/{}", house.letter_to(KAI).await.id);
    let page = ada.get(&letter).await;
    ada.fill(&page, "/do/letter-came-back", &[]).await.leads_to(&letter);
    ada.get(&letter)
        .await
        .says("Came back")
        .says("said by hand")
        .hides("/do/letter-came-back");
    assert_eq!(marked(&house).await, [KAI]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_address_marks_the_invitation_and_its_manager_is_told() {
    for (answer, is_marked) in [
        ("550 5.1.1 no such mailbox", true),
        ("550-5.1.10 contoso.example\r\n550 5.1.10 takes no mail", true),
        ("550 5.2.1 this mailbox was closed", true),
        ("550 no such mailbox", false),
        ("550 5.7.1 5.1.1 is not why: you are on a list", false),
        ("553 5.1.8 nobody knows the sender's domain", false),
        ("552 5.2.2 the mailbox is full", false),
        ("450 4.1.1 perhaps later", false),
    ] {
        let server = MailServer::start(Mood::Refuses(answer)).await;
        let house = House::open_with(|config| config.smtp = server.settings()).await;
        let transport = Arc::new(Transport::new(&house.config.smtp).expect("good settings"));
        post_office::round(&house.portal, &transport).await.expect("a round");
        let marked = format!("select email from invitation where undeliverable and email = '{KAI}'");
        assert_eq!(house.texts(&marked).await.len(), usize::from(is_marked), "{answer}");
        let told = format!("select recipient from letter where subject = 'A letter to {KAI} came back'");
        let mara = ["mara@northwind.example"];
        assert_eq!(house.texts(&told).await, mara[..usize::from(is_marked)], "{answer}");
        if is_marked {
            let mara = house.browser(house.mara()).await;
            let page = mara.get(&format!("/manager/courses/{}", house.forklift())).await;
            page.is(200).says("Undeliverable");
        }
        house.close().await;
    }
}
