//! Webhooks as an admin and a receiver meet them: set up on a page, sent over a socket, looked at in the log.

mod inside;
mod pages;
mod wire;

use std::{sync::Arc, time::Duration};

use lectern_contract::{
    WebhookId,
    hooks::{DeliveryProblem, DeliveryView, HookEvent},
};
use lectern_domain::{
    credits,
    hooks::{
        endpoints::{self, WebhookForm},
        view,
    },
};
use lectern_server::jobs::hooks::{Client, System, round};

use crate::support::House;

/// How long an attempt may take here: receivers that stall are waited for.
pub const SHORT: Duration = Duration::from_secs(3);

/// A house whose webhooks may lead to this machine.
pub async fn open() -> House {
    House::open_with(|config| config.webhooks.allow_private = true).await
}

pub fn client(house: &House, patience: Duration) -> Arc<Client> {
    Arc::new(Client::new(&house.portal, Arc::new(System), patience).expect("a client"))
}

/// Sends what is due; answers how many attempts.
pub async fn deliver(house: &House) -> usize {
    round(&house.portal, &client(house, SHORT)).await.expect("a round")
}

pub async fn grant(house: &House, amount: i64) {
    let key = format!("webhooks/{amount}");
    house
        .act(async |tx| credits::grant(tx, house.ada(), &key, amount, "For a test").await)
        .await;
}

pub async fn listen(house: &House, url: &str) -> WebhookId {
    let form = WebhookForm {
        url: url.into(),
        events: vec![HookEvent::CreditsGranted],
    };
    let key = format!("webhooks/{url}");
    house
        .act(async |tx| endpoints::create(tx, house.ada(), &key, "session", &form).await)
        .await
}

/// The newest delivery of a webhook.
pub async fn newest(house: &House, id: WebhookId) -> DeliveryView {
    let db = house.portal.reader();
    let log = view::log(db, house.ada(), id, None, None).await.expect("a log");
    view::delivery(db, house.ada(), log.rows[0].id)
        .await
        .expect("a delivery")
}

pub fn problem(seen: &DeliveryView) -> Option<DeliveryProblem> {
    seen.attempts[0].problem
}
