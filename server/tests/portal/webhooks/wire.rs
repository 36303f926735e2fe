//! The wire: whatever a receiver does is an outcome.

use chrono::TimeDelta;
use lectern_contract::{
    WebhookId,
    hooks::{DeliveryProblem, DeliveryState, DeliveryView},
};
use lectern_domain::hooks::view;
use lectern_server::jobs::hooks::{PATIENCE, round};

use super::{client, deliver, grant, listen, newest, open, problem};
use crate::support::{
    House,
    receiver::{Mood, Receiver},
};

/// Bytes of a long answer.
const LONG_ANSWER: usize = 20_000;

async fn says(receiver: &Receiver, house: &House, id: WebhookId, mood: Mood) -> DeliveryView {
    receiver.feel(mood);
    house.clock.advance(TimeDelta::hours(2));
    grant(house, house.portal.now().timestamp() % 100_000 + 1).await;
    deliver(house).await;
    newest(house, id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_receiver_does_is_an_outcome() {
    let (house, receiver, elsewhere) = (open().await, Receiver::willing().await, Receiver::willing().await);
    let id = listen(&house, &receiver.url()).await;
    let plain = |status| Mood::Says(status, vec![], "<script>alert(1)</script>".into());
    for (mood, status, expected) in [
        (plain("201 Created"), Some(201), None),
        (plain("500 Oh"), Some(500), Some(DeliveryProblem::Status)),
        (plain("404 No"), Some(404), Some(DeliveryProblem::Status)),
        (Mood::Drops, None, Some(DeliveryProblem::Broken)),
        (Mood::Stalls, None, Some(DeliveryProblem::Timeout)),
    ] {
        let seen = says(&receiver, &house, id, mood).await;
        assert_eq!((seen.attempts[0].status, problem(&seen)), (status, expected));
        let state = if expected.is_some() {
            DeliveryState::Waiting
        } else {
            DeliveryState::Delivered
        };
        assert_eq!(seen.row.state, state, "{expected:?}");
    }
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        let there = Mood::Says(status, vec![("location", elsewhere.url())], String::new());
        let seen = says(&receiver, &house, id, there).await;
        assert_eq!(problem(&seen), Some(DeliveryProblem::Redirect), "{status}");
    }
    assert_eq!(elsewhere.connections(), 0, "redirects are not followed");
    let busy = Mood::Says("429 Slow", vec![("retry-after", "90".into())], "x".repeat(LONG_ANSWER));
    let seen = says(&receiver, &house, id, busy).await;
    let next = seen.row.next_attempt.expect("another try");
    assert_eq!(next - house.portal.now(), TimeDelta::seconds(90));
    assert_eq!(seen.attempts[0].answer.len(), 1_024, "the beginning alone is kept");
    let ada = house.browser(house.ada()).await;
    let failed = view::log(
        house.portal.reader(),
        house.ada(),
        id,
        Some(DeliveryState::Delivered),
        None,
    )
    .await;
    let shown = ada
        .get(&format!("/admin/deliveries/{}", failed.expect("a log").rows[0].id))
        .await;
    shown.is(200).says("<script>alert(1)</script>");
    assert!(!shown.text().contains("<script>alert(1)"), "an answer is text");
    says(&receiver, &house, id, plain("410 Gone")).await;
    let sql =
        "select d.state from webhook_delivery d join webhook_attempt a on a.delivery_id = d.id where a.status = 410";
    let told = house.texts(sql).await;
    assert!(
        !told.is_empty() && told.iter().all(|state| state == "failed"),
        "{told:?}"
    );
    ada.get(&format!("/admin/webhooks/{id}"))
        .await
        .says("Paused: it answered 410");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_listens_is_unreachable_and_long_trouble_is_said() {
    let house = open().await;
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = taken.local_addr().expect("an address").port();
    drop(taken);
    let id = listen(&house, &format!("http://127.0.0.1:{port}/")).await;
    grant(&house, 1).await;
    deliver(&house).await;
    let seen = newest(&house, id).await;
    assert_eq!(seen.row.state, DeliveryState::Waiting);
    assert_eq!(problem(&seen), Some(DeliveryProblem::Unreachable));
    let ada = house.browser(house.ada()).await;
    for page in ["/admin/webhooks", "/admin"] {
        ada.get(page).await.is(200).hides("Not working.");
    }
    house.clock.advance(TimeDelta::hours(6));
    for page in ["/admin/webhooks".to_owned(), format!("/admin/webhooks/{id}")] {
        ada.get(&page)
            .await
            .is(200)
            .says("Not working.")
            .says("has taken no delivery for 6 h 0 min");
    }
    let dashboard = ada.get("/admin").await;
    dashboard.is(200).says("has taken no delivery for 6 h 0 min");
    let page = format!("href=\"/admin/webhooks/{id}\"");
    assert!(dashboard.text().contains(&page), "it leads there: {dashboard}");
    house
        .browser(&house.people().sol)
        .await
        .get("/admin")
        .await
        .is(200)
        .hides("Not working.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_stalls_holds_nobody_else() {
    let (house, stalls, works) = (
        open().await,
        Receiver::start(Mood::Stalls).await,
        Receiver::willing().await,
    );
    listen(&house, &stalls.url()).await;
    listen(&house, &works.url()).await;
    for amount in 1..=20 {
        grant(&house, amount).await;
    }
    let (portal, client) = (house.portal.clone(), client(&house, PATIENCE));
    let running = tokio::spawn(async move { round(&portal, &client).await });
    works.hears(20).await;
    assert!(!running.is_finished(), "the other one is still waited for");
    assert!(stalls.heard().len() <= 4, "with a few of its own");
    running.abort();
    let _ = running.await;
    house.close().await;
}
