//! Buying credits through Stripe, against a stand-in that speaks and signs as Stripe does.

mod permutations;

use axum::{body::Body, http::Method};
use serde_json::{Value, json};

use crate::{
    admin::purchases::{buy, open_shop},
    support::{
        Answer, Browser, House,
        stripe::{Mood, SECRET, StandIn, event, signature, signed},
    },
};

const HOOK: &str = "/payments/stripe/webhook";

/// A house whose money Stripe takes, with a price set.
async fn shop() -> (House, StandIn, Browser) {
    let stripe = StandIn::start().await;
    let house = House::open_with(|config| stripe.configure(config)).await;
    let ada = house.browser(house.ada()).await;
    open_shop(&ada).await;
    (house, stripe, ada)
}

/// Stripe's server posts, as servers do: without a session, from elsewhere.
async fn post(house: &House, body: &str, signature: &str) -> Answer {
    let stranger = house.anonymous();
    let request = stranger
        .asks(Method::POST, HOOK)
        .header("content-type", "application/json; charset=utf-8")
        .header("stripe-signature", signature);
    stranger.send(request, Body::from(body.to_owned())).await
}

/// Stripe says this, signed now.
async fn says(house: &House, id: &str, kind: &str, object: &Value) -> Answer {
    let body = event(id, kind, object);
    let signature = signed(&body, house.portal.now().timestamp());
    post(house, &body, &signature).await
}

async fn pool(house: &House) -> i64 {
    let sql = "select a.balance || '' from account a join price p on p.organization_id = a.organization_id
               where a.kind = 'pool'";
    house.texts(sql).await[0].parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_goes_to_stripe_and_comes_back_as_credits() {
    let (house, stripe, ada) = shop().await;
    let order = buy(&ada, "25").await;
    let before = pool(&house).await;
    let asked = stripe.asked();
    assert_eq!(asked.len(), 1);
    let id = order.rsplit('/').next().expect("an id");
    assert_eq!(asked[0].key, format!("lectern-order-{id}"));
    for (name, value) in [
        ("mode", "payment"),
        ("client_reference_id", id),
        ("payment_intent_data[metadata][order]", id),
        ("line_items[0][price_data][unit_amount]", "2500"),
        ("line_items[0][price_data][currency]", "eur"),
        ("line_items[0][price_data][product_data][name]", "25 credits (order 1)"),
        ("line_items[1][price_data][unit_amount]", "475"),
        ("line_items[1][price_data][product_data][name]", "VAT 19 %"),
        ("customer_email", "ada@northwind.example"),
        ("success_url", &format!("{}{order}", house.config.base_url)),
    ] {
        assert_eq!(asked[0].form.get(name).map(String::as_str), Some(value), "{name}");
    }
    let page = ada.get(&order).await;
    let url = stripe.page()["url"].as_str().expect("an address").to_owned();
    page.is(200).says("Pay EUR 29.75 with Stripe");
    assert!(page.text().contains(&format!("href=\"{url}\"")), "{page}");
    ada.get(&format!("{order}/paid")).await.is(409);

    let paid = stripe.pay();
    says(&house, "evt_1", "checkout.session.completed", &paid).await.is(200);
    assert_eq!(pool(&house).await, before + 25);
    ada.get(&order).await.says("Paid; the credits came").says("INV-000001");
    let again = says(&house, "evt_1", "checkout.session.completed", &paid);
    house.unchanged("the same event", again).await.is(200);
    says(&house, "evt_2", "checkout.session.async_payment_succeeded", &paid)
        .await
        .is(200);
    assert_eq!(
        pool(&house).await,
        before + 25,
        "the same payment under another event id"
    );
    house.close().await;
}

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
async fn an_order_stands_where_stripe_is_away_and_its_page_opens_later() {
    let (house, stripe, ada) = shop().await;
    for mood in [Mood::Broken, Mood::Refuses] {
        stripe.feel(mood);
        let order = buy(&ada, "5").await;
        let page = ada.get(&order).await;
        page.is(200)
            .says("The payment provider did not answer")
            .hides("Pay EUR");
        let answer = ada.fill(&page, "/do/open-checkout", &[]).await;
        answer.is(if mood == Mood::Broken { 503 } else { 409 });
        answer.says(if mood == Mood::Broken {
            "does not answer"
        } else {
            "did not accept this"
        });
        stripe.feel(Mood::Works);
        ada.fill(&page, "/do/open-checkout", &[]).await.leads_to(&order);
        ada.get(&order).await.says("Pay EUR 5.95 with Stripe");
        let many = stripe.asked().len();
        ada.fill(&page, "/do/open-checkout", &[]).await.leads_to(&order);
        assert_eq!(stripe.asked().len(), many, "it is open already");
    }
    let keys: Vec<String> = stripe.asked().into_iter().map(|asked| asked.key).collect();
    assert_eq!(keys.len(), 6, "three tries for each order");
    assert!(
        keys[..3].iter().all(|key| *key == keys[0]),
        "one order, one key: {keys:?}"
    );
    assert_ne!(keys[0], keys[3]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn paid_by_webhook_and_looked_up_at_once_grants_once() {
    let (house, stripe, ada) = shop().await;
    for round in 0..5 {
        let order = buy(&ada, "10").await;
        let before = pool(&house).await;
        let page = ada.get(&order).await;
        let early = ada.fill(&page, "/do/check-payment", &[]).await;
        early.leads_to(&order);
        ada.get(&order).await.says("has no payment for this order yet");
        let paid = stripe.pay();
        let event = format!("evt_{round}");
        let (heard, looked, other) = tokio::join!(
            says(&house, &event, "checkout.session.completed", &paid),
            ada.fill(&page, "/do/check-payment", &[]),
            ada.fill(&page, "/do/check-payment", &[]),
        );
        heard.is(200);
        looked.leads_to(&order);
        other.leads_to(&order);
        assert_eq!(pool(&house).await, before + 10, "round {round}");
        ada.get(&order).await.says("Paid").hides("Paid a second time");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canceled_orders_payment_page_is_closed_and_a_paid_one_is_not_canceled() {
    let (house, stripe, ada) = shop().await;
    let first = buy(&ada, "3").await;
    let confirm = ada.get(&format!("{first}/cancel")).await;
    stripe.feel(Mood::Broken);
    let away = ada.fill(&confirm, "/do/cancel-order", &[]);
    house.unchanged("a cancel while Stripe is away", away).await.is(503);
    stripe.feel(Mood::Works);
    ada.fill(&confirm, "/do/cancel-order", &[]).await.leads_to(&first);
    assert_eq!(stripe.page()["status"], "expired");
    ada.get(&first).await.says("Canceled").says("cannot be paid any more");

    let second = buy(&ada, "4").await;
    let confirm = ada.get(&format!("{second}/cancel")).await;
    let paid = stripe.pay();
    let refused = ada.fill(&confirm, "/do/cancel-order", &[]);
    house
        .unchanged("a cancel of a paid order", refused)
        .await
        .is(409)
        .says("already has a payment");
    says(&house, "evt_1", "checkout.session.completed", &paid).await.is(200);
    ada.get(&second).await.says("Paid; the credits came");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_and_disputes_take_credits_back_and_an_overdrawn_pool_is_red() {
    let (house, stripe, ada) = shop().await;
    let before = pool(&house).await;
    let order = buy(&ada, "25").await;
    let paid = stripe.pay();
    let payment = paid["payment_intent"].clone();
    let charge = |refunded: i64| json!({ "id": "ch_1", "object": "charge", "payment_intent": payment, "amount": 2975, "amount_refunded": refunded });
    says(&house, "evt_2", "charge.refunded", &charge(1_190)).await.is(200);
    says(&house, "evt_1", "checkout.session.completed", &paid).await.is(200);
    assert_eq!(pool(&house).await, before + 15, "the refund was heard first");
    let everything = (before + 15).to_string();
    let forklift = house.forklift().to_string();
    let fields = [
        ("course", forklift.as_str()),
        ("amount", everything.as_str()),
        ("key", "spend"),
    ];
    ada.post("/do/allocate-credits", &fields).await.leads_to("/admin");
    let dispute = |status: &str| json!({ "id": "dp_1", "object": "dispute", "payment_intent": payment, "amount": 1785, "status": status });
    says(&house, "evt_3", "charge.dispute.created", &dispute("needs_response"))
        .await
        .is(200);
    assert_eq!(pool(&house).await, -15);
    let board = ada.get("/admin").await;
    board.is(200).says("overdrawn").says("nothing can be spent from it");
    assert!(board.text().contains("num negative\">−15"), "{board}");
    let spend = [("course", forklift.as_str()), ("amount", "1"), ("key", "spend more")];
    house
        .unchanged("overdrawn", ada.post("/do/allocate-credits", &spend))
        .await
        .is(409);
    ada.get(&order)
        .await
        .says("Charged back")
        .says("The payment is disputed")
        .says("25");
    says(&house, "evt_4", "charge.dispute.closed", &dispute("won"))
        .await
        .is(200);
    assert_eq!(pool(&house).await, 0);
    says(&house, "evt_5", "charge.refunded", &charge(2_975)).await.is(200);
    assert_eq!(pool(&house).await, -15);
    ada.get(&order).await.says("Refunded");
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
