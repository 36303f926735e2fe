//! What other servers tell us besides payments. Each word is signed; a door without a secret is not there.

mod bounces;

use axum::{Router, extract::DefaultBodyLimit, routing::post};
use lectern_domain::Portal;

use crate::{config::Config, doors::origin::FROM_OTHERS};

/// Bytes of a word.
const WORD: usize = 64 << 10;

/// The doors. They know no session, and a signature stands in for the origin check.
pub fn router(config: &Config, portal: &Portal) -> Router {
    let [_, bounces] = FROM_OTHERS;
    let secret = Some(config.bounce_secret.as_str()).filter(|secret| !secret.is_empty());
    Router::new()
        .route(bounces, post(bounces::hear))
        .layer(DefaultBodyLimit::max(WORD))
        .with_state(bounces::Hook {
            portal: portal.clone(),
            secret: secret.map(Into::into),
        })
}
