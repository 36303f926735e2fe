//! The webhook: whom it hears, and what it keeps that changes nothing.

use axum::http::Method;
use serde_json::json;

use super::{HOOK, pool, post, says, shop};
use crate::{
    admin::purchases::{buy, open_shop},
    support::{
        House,
        stripe::{SECRET, event, signature, signed},
    },
};

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_is_not_understood_is_kept_and_moves_nothing() {
    let (house, stripe, ada) = shop().await;
    buy(&ada, "25").await;
    says(&house, "evt_1", "checkout.session.completed", &stripe.pay())
        .await
        .is(200);
    let kept = "select body from payment_event where event_id <> 'evt_1' order by event_id";
    let (before, books) = (
        pool(&house).await,
        "select state from credit_order union all select kind from money_back",
    );
    let orders = house.texts(books).await;
    let now = house.portal.now().timestamp();
    let strange = [
        event("evt_2", "charge.refunded", &json!({})),
        event("evt_3", "charge.dispute.created", &json!({ "amount": "much" })),
        r#"{"id":"evt_4","type":"checkout.session.completed"}"#.to_owned(),
    ];
    for body in &strange {
        let (forged, genuine) = (signed("{}", now), signed(body, now));
        let unsigned = post(&house, body, &forged);
        house.unchanged("without a good signature", unsigned).await.is(400);
        post(&house, body, &genuine).await.is(200);
        let again = post(&house, body, &genuine);
        house.unchanged("the same event", again).await.is(200);
    }
    assert_eq!(house.texts(kept).await, strange, "as they came");
    assert_eq!((pool(&house).await, house.texts(books).await), (before, orders));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_are_not_stripes_are_not_heard() {
    let (house, stripe, ada) = shop().await;
    buy(&ada, "25").await;
    let body = event("evt_1", "checkout.session.completed", &stripe.pay());
    let now = house.portal.now().timestamp();
    for header in [
        String::new(),
        "nonsense".to_owned(),
        format!("t={now},v1={}", signature("whsec_another", &body, now)),
        signed(&body, now - 301),
        signed(&body, now + 301),
        signed("{}", now),
        signed(&body, now).replace("v1=", "v0="),
    ] {
        let answer = house.unchanged(&header, post(&house, &body, &header)).await;
        answer.is(400).says("The signature is not good.");
    }
    for nonsense in ["", "{}", "[]", "\u{0}"] {
        let answer = house
            .unchanged(nonsense, post(&house, nonsense, &signed(nonsense, now)))
            .await;
        answer.is(400);
    }
    let large = "x".repeat(300 << 10);
    house
        .unchanged("a large word", post(&house, &large, &signed(&large, now)))
        .await
        .is(413);
    let (rolled, good) = (signature("whsec_rolled", &body, now), signature(SECRET, &body, now));
    let other = format!("t={now},v1={rolled},v1={good}");
    post(&house, &body, &other).await.is(200);
    house.anonymous().get(HOOK).await.is(405);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_webhook_needs_no_origin_and_is_the_only_door_that_does_not() {
    let (house, stripe, ada) = shop().await;
    buy(&ada, "1").await;
    let body = event("evt_1", "checkout.session.completed", &stripe.pay());
    let stranger = house.anonymous();
    let headers = [
        ("origin", "https://stripe.example"),
        ("sec-fetch-site", "cross-site"),
        ("content-type", "application/json"),
        ("stripe-signature", &signed(&body, house.portal.now().timestamp())),
    ];
    stranger.send_with(Method::POST, HOOK, &headers, &body).await.is(200);
    for path in [
        "/payments/stripe",
        "/payments/stripe/webhook/",
        "/payments/other/webhook",
        "/do/place-order",
    ] {
        let answer = stranger.send_with(Method::POST, path, &headers, &body);
        house.unchanged(path, answer).await.is(403);
    }
    assert_eq!(lectern_server::doors::origin::FROM_OTHERS, [HOOK, crate::bounces::HOOK]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_or_heard_unless_it_is_configured() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    open_shop(&ada).await;
    let order = buy(&ada, "2").await;
    let paid = json!({
        "id": "cs_1", "client_reference_id": order.rsplit('/').next(), "payment_status": "paid",
        "payment_intent": "pi_1", "amount_total": 238, "currency": "eur",
    });
    let answer = says(&house, "evt_1", "checkout.session.completed", &paid);
    house.unchanged("a word nobody waits for", answer).await.is(404);
    let id = order.rsplit('/').next().expect("an id");
    for act in ["/do/open-checkout", "/do/check-payment"] {
        let answer = house
            .unchanged(act, ada.post(act, &[("order", id), ("page", &order)]))
            .await;
        answer.is(409).says("This order is paid by invoice");
    }
    ada.get(&order).await.says("Mark as paid").hides("Stripe");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stripe_says_of_others_is_kept_and_changes_no_order() {
    let (house, stripe, ada) = shop().await;
    let order = buy(&ada, "2").await;
    stripe.pay();
    let others = json!({
        "id": "cs_9", "client_reference_id": "their-cart", "payment_status": "paid", "payment_intent": "pi_9",
        "amount_total": 238, "currency": "eur",
    });
    says(&house, "evt_1", "checkout.session.completed", &others)
        .await
        .is(200);
    says(&house, "evt_2", "customer.created", &json!({ "id": "cus_1" }))
        .await
        .is(200);
    let charge = json!({ "id": "ch_9", "payment_intent": "pi_9", "amount_refunded": 238 });
    says(&house, "evt_3", "charge.refunded", &charge).await.is(200);
    ada.get(&order).await.says("Waiting for payment");
    let kept = house
        .texts("select event_id from payment_event order by event_id")
        .await;
    assert_eq!(kept, ["evt_1", "evt_2", "evt_3"]);
    house.close().await;
}
