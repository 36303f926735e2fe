//! Signatures, checked as a receiver would, from the secret as it was shown.

use chrono::TimeDelta;
use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use lectern_contract::{WebhookId, hooks::HookEvent};
use lectern_domain::hooks::{again, deliver::Outgoing, endpoints, view};
use sha2::Sha256;

use super::{SESSION, answers};
use crate::support::{House, fresh_key};

/// Whether one of a message's signatures is this secret's.
fn fits(sent: &Outgoing, secret: &str) -> bool {
    let key = BASE64
        .decode(secret.trim_start_matches("whsec_").as_bytes())
        .expect("base64");
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any key length fits");
    mac.update(format!("{}.{}.{}", sent.id, sent.timestamp, sent.body).as_bytes());
    let good = format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes()));
    sent.signature.split(' ').any(|signature| signature == good)
}

async fn secret(house: &House, id: WebhookId) -> String {
    let seen = view::show(&house.portal, house.ada(), id, SESSION)
        .await
        .expect("shown");
    seen.secret.expect("just made")
}

async fn rotated(house: &House, id: WebhookId) -> String {
    house
        .act(async |tx| endpoints::rotate(tx, house.ada(), &fresh_key(), SESSION, id).await)
        .await
        .expect("rotated");
    secret(house, id).await
}

async fn tested(house: &House, id: WebhookId) -> Outgoing {
    house
        .act(async |tx| again::test(tx, house.ada(), id).await)
        .await
        .expect("tested");
    let sent = house.one_due().await;
    house.answered(&sent, &answers(200)).await;
    sent
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_secret_signs_for_a_day_beside_the_new_one() {
    let house = House::open().await;
    let id = house
        .listen("https://hooks.example.com/a", &[HookEvent::CreditsGranted])
        .await;
    let first = secret(&house, id).await;
    let sent = tested(&house, id).await;
    assert!(fits(&sent, &first));
    let mut changed = sent;
    changed.body = changed.body.replace("works", "broke");
    assert!(!fits(&changed, &first), "another body");
    let second = rotated(&house, id).await;
    let sent = tested(&house, id).await;
    assert!(fits(&sent, &first) && fits(&sent, &second));
    house.clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert!(fits(&tested(&house, id).await, &first), "to the last second");
    house.clock.advance(TimeDelta::seconds(1));
    let sent = tested(&house, id).await;
    assert!(!fits(&sent, &first) && fits(&sent, &second));
    let third = rotated(&house, id).await;
    let fourth = rotated(&house, id).await;
    let sent = tested(&house, id).await;
    assert_eq!(
        [&second, &third, &fourth].map(|secret| fits(&sent, secret)),
        [false, true, true],
        "two at most"
    );
    house.close().await;
}
