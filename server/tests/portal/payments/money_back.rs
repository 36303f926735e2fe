//! Refunds and disputes.

use serde_json::json;

use super::{pool, says, shop};
use crate::admin::purchases::buy;

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
