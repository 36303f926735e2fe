//! `POST /hooks/bounces`: the mail service says that a letter came back.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use lectern_contract::{Refusal, bounces::BounceKind};
use lectern_domain::{
    Portal, Result,
    bounces::{self, Heard, Word},
};
use serde::Deserialize;

use crate::{doors::forms, payments::signature};

/// Characters of an event's id, of a Message-ID and of an address, at most.
const ID: usize = 500;

/// What the door needs; without a secret there is no such door.
#[derive(Clone)]
pub struct Hook {
    /// The portal.
    pub portal: Portal,
    /// What words are signed with.
    pub secret: Option<Arc<str>>,
}

/// A word as it comes; keys that are not ours are for others.
#[derive(Debug, Deserialize)]
struct Body {
    id: String,
    #[serde(rename = "type")]
    kind: BounceKind,
    #[serde(default)]
    message_id: Option<String>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    reason: String,
}

impl Body {
    /// The word, unless it says too little or too much.
    fn read(bytes: &[u8]) -> Option<Self> {
        let body: Self = serde_json::from_slice(bytes).ok()?;
        let fits = |text: &str| !text.trim().is_empty() && text.len() <= ID && !text.contains('\0');
        let about: Vec<&str> = [body.message_id.as_deref(), body.address.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        let named = !about.is_empty() && about.into_iter().all(fits);
        let good = named && fits(&body.id) && !body.reason.contains('\0');
        good.then_some(body)
    }
}

/// Hears one word: 200 when it is heard, whatever it changed; 400 when it is not signed or makes no sense; 503 to hear
/// it again.
pub async fn hear(State(hook): State<Hook>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(secret) = &hook.secret else {
        return forms::plain(&Refusal::NotFound);
    };
    let header = headers.get("lectern-signature").and_then(|value| value.to_str().ok());
    let now = hook.portal.now().timestamp();
    if !signature::is_good(secret, header.unwrap_or_default(), &body, now) {
        tracing::warn!("a bounce with a bad signature was not heard");
        return (StatusCode::BAD_REQUEST, "The signature is not good.\n").into_response();
    }
    let Some(body) = Body::read(&body) else {
        return forms::plain(&Refusal::BadRequest);
    };
    match keep(&hook.portal, &body).await {
        Ok(heard) => {
            tracing::info!(event = body.id, kind = %body.kind, ?heard, "a letter came back");
            answer(heard).into_response()
        }
        Err(error) => forms::plain(&error.into_refusal()),
    }
}

async fn keep(portal: &Portal, body: &Body) -> Result<Heard> {
    let word = Word {
        event_id: &body.id,
        kind: body.kind,
        message_id: body.message_id.as_deref(),
        address: body.address.as_deref(),
        reason: body.reason.trim(),
    };
    let tx = portal.begin().await?;
    let heard = bounces::hear(&tx, word).await?;
    tx.commit().await?;
    Ok(heard)
}

const fn answer(heard: Heard) -> &'static str {
    match heard {
        Heard::New => "heard\n",
        Heard::Known => "heard before\n",
        Heard::Unknown => "heard; no letter or address of ours\n",
    }
}
