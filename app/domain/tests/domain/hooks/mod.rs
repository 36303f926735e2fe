//! Webhooks: what is told, with the act and not without it; and what becomes of it.

mod deliveries;
mod events;
mod races;
mod set_up;
mod signatures;

use lectern_contract::{
    DeliveryId, WebhookId,
    hooks::{DeliveryProblem, DeliveryRow, DeliveryView, HookEvent},
};
use lectern_domain::{
    Result,
    hooks::{
        deliver::{self, Outgoing},
        endpoints::{self, WebhookForm},
        note::{self, Outcome},
        view,
    },
};
use lectern_entities::webhook_delivery;
use sea_orm::EntityTrait;
use serde_json::Value;

use crate::support::{House, fresh_key};

/// The session that sets webhooks up.
pub const SESSION: &str = "the session that set it up";

/// A form that a webhook is set up with.
pub fn form(url: &str, events: &[HookEvent]) -> WebhookForm {
    WebhookForm {
        url: url.into(),
        events: events.to_vec(),
    }
}

/// The other side answers with this status.
pub fn answers(status: u16) -> Outcome {
    Outcome {
        status: Some(status),
        problem: (!(200..300).contains(&status)).then_some(DeliveryProblem::Status),
        answer: format!("answer {status}").into_bytes(),
        ..Outcome::default()
    }
}

impl House {
    /// Sets a webhook up.
    pub async fn listen(&self, url: &str, events: &[HookEvent]) -> WebhookId {
        self.try_listen(url, events).await.expect("a webhook is set up")
    }

    /// The same, or what was refused.
    pub async fn try_listen(&self, url: &str, events: &[HookEvent]) -> Result<WebhookId> {
        let form = form(url, events);
        self.act(async |tx| endpoints::create(tx, self.ada(), &fresh_key(), SESSION, &form).await)
            .await
    }

    /// Sets one up that is told everything.
    pub async fn listen_to_all(&self) -> WebhookId {
        let all: Vec<HookEvent> = HookEvent::choices().collect();
        self.listen("https://hooks.example.com/all", &all).await
    }

    /// What was told: event and data, in the order of the events' names.
    pub async fn heard(&self) -> Vec<(HookEvent, Value)> {
        let rows = webhook_delivery::Entity::find().all(self.portal.reader()).await;
        let tell = |row: webhook_delivery::Model| {
            let body: Value = serde_json::from_str(&row.body).expect("a body is JSON");
            assert_eq!(body["type"], row.event.as_str());
            (row.event, body["data"].clone())
        };
        let mut told: Vec<_> = rows.expect("deliveries").into_iter().map(tell).collect();
        told.sort_by_key(|(event, _)| *event);
        told
    }

    /// The names of what was told.
    pub async fn kinds(&self) -> Vec<HookEvent> {
        self.heard().await.into_iter().map(|(event, _)| event).collect()
    }

    /// Takes what is due.
    pub async fn due(&self) -> Vec<Outgoing> {
        deliver::take_due(&self.portal, 100).await.expect("what is due")
    }

    /// Takes the one that is due.
    pub async fn one_due(&self) -> Outgoing {
        let mut due = self.due().await;
        assert_eq!(due.len(), 1, "{due:?}");
        due.remove(0)
    }

    /// Notes what became of an attempt.
    pub async fn answered(&self, sent: &Outgoing, outcome: &Outcome) {
        note::note(&self.portal, sent, outcome).await.expect("noted");
    }

    /// One delivery as an admin sees it.
    pub async fn delivery(&self, id: DeliveryId) -> DeliveryView {
        let seen = view::delivery(self.portal.reader(), self.ada(), id).await;
        seen.expect("a delivery")
    }

    /// The newest page of a webhook's log.
    pub async fn deliveries(&self, id: WebhookId) -> Vec<DeliveryRow> {
        let log = view::log(self.portal.reader(), self.ada(), id, None, None).await;
        log.expect("a log").rows
    }
}
