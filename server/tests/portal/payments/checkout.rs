//! The payment page: opened, paid, looked up, closed.

use super::{pool, says, shop};
use crate::{admin::purchases::buy, support::stripe::Mood};

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
