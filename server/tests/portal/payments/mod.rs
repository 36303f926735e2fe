//! Buying credits through Stripe, against a stand-in that speaks and signs as Stripe does.

mod checkout;
mod hearing;
mod money_back;
mod permutations;

use axum::{body::Body, http::Method};
use serde_json::Value;

use crate::{
    admin::purchases::open_shop,
    support::{
        Answer, Browser, House,
        stripe::{StandIn, event, signed},
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
