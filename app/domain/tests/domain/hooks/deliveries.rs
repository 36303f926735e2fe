//! What becomes of deliveries, by a clock that tests move.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal,
    hooks::{DeliveryState, HookEvent, LONG, WebhookState},
    refusal::WebhookProblem,
};
use lectern_domain::hooks::{again, endpoints, note::Outcome, view};
use sea_orm::ConnectionTrait;

use super::answers;
use crate::support::{House, refusal};

const GRANTED: &[HookEvent] = &[HookEvent::CreditsGranted];

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_is_taken_is_done() {
    let house = House::open().await;
    let id = house.listen("https://hooks.example.com/a", GRANTED).await;
    assert!(house.due().await.is_empty());
    house.grant(5).await.expect("granted");
    let sent = house.one_due().await;
    assert_eq!((sent.url.as_str(), sent.number), ("https://hooks.example.com/a", 1));
    assert!(sent.id.starts_with("evt_") && sent.body.contains(&sent.id), "{sent:?}");
    assert_eq!(sent.timestamp, house.portal.now().timestamp());
    assert!(house.due().await.is_empty(), "it belongs to its sender");
    house.answered(&sent, &answers(204)).await;
    house.clock.advance(TimeDelta::days(2));
    assert!(house.due().await.is_empty());
    let seen = house.delivery(sent.delivery).await;
    assert_eq!((seen.row.state, seen.row.attempts), (DeliveryState::Delivered, 1));
    assert_eq!(seen.body, sent.body);
    assert_eq!(seen.attempts[0].status, Some(204));
    assert_eq!(seen.attempts[0].answer, "answer 204");
    assert_eq!(house.deliveries(id).await[0].id, sent.delivery);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_is_tried_for_a_day_and_given_up() {
    let house = House::open().await;
    let id = house.listen("https://hooks.example.com/a", GRANTED).await;
    house.grant(5).await.expect("granted");
    let (begun, mut ids) = (house.portal.now(), vec![]);
    let row = loop {
        let sent = house.one_due().await;
        house.answered(&sent, &answers(500)).await;
        ids.push(sent.id.clone());
        let row = house.delivery(sent.delivery).await.row;
        let Some(next) = row.next_attempt else { break row };
        assert!(next > house.portal.now() && next <= begun + TimeDelta::days(1));
        house
            .clock
            .advance(next - house.portal.now() - TimeDelta::microseconds(1));
        assert!(house.due().await.is_empty(), "not a moment early");
        house.clock.advance(TimeDelta::microseconds(1));
    };
    assert_eq!(row.state, DeliveryState::Failed);
    assert_eq!(
        house.portal.now(),
        begun + TimeDelta::days(1),
        "the last try is at the end"
    );
    assert!((12..80).contains(&ids.len()), "{} tries in a day", ids.len());
    ids.dedup();
    assert_eq!(ids.len(), 1, "always under the same id");
    let shown = view::show(&house.portal, house.ada(), id, "")
        .await
        .expect("shown")
        .webhook;
    assert_eq!(shown.failing_since, Some(begun));
    assert_eq!(shown.trouble(begun + LONG - TimeDelta::seconds(1)), None);
    assert_eq!(shown.trouble(begun + LONG), Some(begun));

    house
        .act(async |tx| again::send_again(tx, house.ada(), row.id).await)
        .await
        .expect("sent again");
    let sent = house.one_due().await;
    assert_eq!((&sent.id, sent.number), (&ids[0], row.attempts + 1));
    house.answered(&sent, &answers(500)).await;
    assert_eq!(
        house.delivery(row.id).await.row.state,
        DeliveryState::Waiting,
        "for another day"
    );
    house.clock.advance(TimeDelta::hours(2));
    house.answered(&house.one_due().await, &answers(200)).await;
    let shown = view::show(&house.portal, house.ada(), id, "")
        .await
        .expect("shown")
        .webhook;
    assert_eq!(shown.failing_since, None, "it works again");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_that_is_asked_for_is_kept() {
    let house = House::open().await;
    house.listen("https://hooks.example.com/a", GRANTED).await;
    house.grant(5).await.expect("granted");
    for (asked, kept) in [(600, 600), (1_000_000, 7_200), (-9, 1)] {
        let sent = house.one_due().await;
        let busy = Outcome {
            retry_after: Some(TimeDelta::seconds(asked)),
            ..answers(503)
        };
        house.answered(&sent, &busy).await;
        let next = house.delivery(sent.delivery).await.row.next_attempt.expect("again");
        assert_eq!(next - house.portal.now(), TimeDelta::seconds(kept));
        house.clock.advance(TimeDelta::seconds(kept));
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_410_pauses_the_webhook() {
    let house = House::open().await;
    let id = house.listen("https://hooks.example.com/a", GRANTED).await;
    house.grant(1).await.expect("granted");
    house.grant(2).await.expect("granted");
    let sent = house.due().await;
    assert_eq!(sent.len(), 2);
    house.answered(&sent[1], &answers(500)).await;
    house.answered(&sent[0], &answers(410)).await;
    assert_eq!(house.delivery(sent[0].delivery).await.row.state, DeliveryState::Failed);
    let state = async || {
        view::show(&house.portal, house.ada(), id, "")
            .await
            .expect("shown")
            .webhook
            .state
    };
    assert_eq!(state().await, WebhookState::Gone);
    house.grant(3).await.expect("granted");
    house.clock.advance(TimeDelta::hours(3));
    assert!(house.due().await.is_empty());
    let again = house
        .act(async |tx| again::send_again(tx, house.ada(), sent[0].delivery).await)
        .await;
    assert_eq!(refusal(again), Refusal::Webhook(WebhookProblem::Paused));
    house
        .act(async |tx| endpoints::resume(tx, house.ada(), id).await)
        .await
        .expect("resumed");
    assert_eq!(state().await, WebhookState::Active);
    assert_eq!(
        house.one_due().await.delivery,
        sent[1].delivery,
        "what waited goes on; what was not told stays untold"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_stalls_holds_only_its_own() {
    let house = House::open().await;
    house.listen("https://stalls.example.com/", GRANTED).await;
    let works = house.listen("https://works.example.com/", GRANTED).await;
    for amount in 1..=20 {
        house.grant(amount).await.expect("granted");
    }
    let stalled = |url: &str| url.contains("stalls");
    let first = house.due().await;
    let at_it = first.iter().filter(|sent| stalled(&sent.url)).count();
    assert_eq!((at_it, first.len()), (4, 8), "a few of each");
    let mut working: Vec<_> = first.into_iter().filter(|sent| !stalled(&sent.url)).collect();
    let mut taken = 0;
    while !working.is_empty() {
        for sent in &working {
            house.answered(sent, &answers(200)).await;
            taken += 1;
        }
        working = house.due().await;
        assert!(
            working.iter().all(|sent| sent.webhook == works),
            "none more of the one that stalls"
        );
    }
    assert_eq!(taken, 20);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_is_sent_again_and_late_words_change_nothing() {
    let house = House::open().await;
    house.listen("https://hooks.example.com/a", GRANTED).await;
    house.grant(1).await.expect("granted");
    let lost = house.one_due().await;
    house.clock.advance(TimeDelta::seconds(59));
    assert!(house.due().await.is_empty());
    house.clock.advance(TimeDelta::seconds(1));
    let taken = house.one_due().await;
    assert_eq!((taken.number, &taken.id), (2, &lost.id));
    house.answered(&lost, &answers(500)).await;
    assert_eq!(
        house.delivery(lost.delivery).await.row.state,
        DeliveryState::Sending,
        "it is another's"
    );
    house.answered(&taken, &answers(200)).await;
    house.answered(&taken, &answers(500)).await;
    let seen = house.delivery(lost.delivery).await;
    assert_eq!(seen.row.state, DeliveryState::Delivered);
    let numbers: Vec<_> = seen
        .attempts
        .iter()
        .map(|attempt| (attempt.number, attempt.status))
        .collect();
    assert_eq!(
        numbers,
        [(2, Some(200)), (1, Some(500))],
        "both were made, each is written once"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_cannot_be_opened_pauses_its_own_webhook() {
    let house = House::open().await;
    let broken = house.listen("https://broken.example.com/", GRANTED).await;
    house.listen("https://works.example.com/", GRANTED).await;
    let sql = "update webhook set secret = 'another key' where url like '%broken%'";
    house
        .portal
        .databases()
        .writer
        .execute_unprepared(sql)
        .await
        .expect(sql);
    house.grant(1).await.expect("granted");
    assert_eq!(house.one_due().await.url, "https://works.example.com/");
    let shown = view::show(&house.portal, house.ada(), broken, "").await.expect("shown");
    assert_eq!((shown.webhook.state, shown.waiting), (WebhookState::Paused, 1));
    house
        .act(async |tx| endpoints::rotate(tx, house.ada(), "rotate", "s", broken).await)
        .await
        .expect("a new one");
    house
        .act(async |tx| endpoints::resume(tx, house.ada(), broken).await)
        .await
        .expect("resumed");
    assert_eq!(house.one_due().await.webhook, broken);
    house.close().await;
}
