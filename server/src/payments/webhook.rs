//! `POST /payments/stripe/webhook`: Stripe says what happened. Answers tell it whether to say it again.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use lectern_contract::{Refusal, orders::Provider};
use lectern_domain::{
    Portal, Result,
    orders::receive::{self, Heard, Meaning, Word},
};

use super::{event::Event, signature};
use crate::doors::forms;

/// What the door needs; without a secret there is no such door.
#[derive(Clone)]
pub struct Hook {
    /// The portal.
    pub portal: Portal,
    /// What words are signed with.
    pub secret: Option<Arc<str>>,
}

/// Hears one word: 200 when it is kept, 400 when it is not Stripe's or no event, 503 to hear it again. An event that is
/// not understood is kept, too, and logged for somebody to look at: it would be no other the next time.
pub async fn hear(State(hook): State<Hook>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(secret) = &hook.secret else {
        return forms::plain(&Refusal::NotFound);
    };
    let header = headers.get("stripe-signature").and_then(|value| value.to_str().ok());
    let now = hook.portal.now().timestamp();
    if !signature::is_good(secret, header.unwrap_or_default(), &body, now) {
        tracing::warn!("a word with a bad signature was not heard");
        return (StatusCode::BAD_REQUEST, "The signature is not good.\n").into_response();
    }
    let text = std::str::from_utf8(&body).ok();
    let Some((event, text)) = text.and_then(|text| Some((serde_json::from_str::<Event>(text).ok()?, text))) else {
        return forms::plain(&Refusal::BadRequest);
    };
    match keep(&hook.portal, &event, text).await {
        Ok(heard) => {
            tracing::info!(event = event.id, kind = event.kind, ?heard, "Stripe said something");
            "heard\n".into_response()
        }
        Err(error) => forms::plain(&error.into_refusal()),
    }
}

async fn keep(portal: &Portal, event: &Event, body: &str) -> Result<Heard> {
    let meaning = event.meaning().unwrap_or_else(|| {
        tracing::error!(
            event = event.id,
            kind = event.kind,
            "an event is not what its kind promises: it is kept, and nothing follows from it"
        );
        Meaning::Nothing
    });
    let word = Word {
        provider: Provider::Stripe,
        event_id: &event.id,
        kind: &event.kind,
        body,
        meaning,
    };
    let tx = portal.begin().await?;
    let heard = receive::receive(&tx, word).await?;
    tx.commit().await?;
    Ok(heard)
}
