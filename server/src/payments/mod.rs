//! Payment providers: what is said to them, and what they say. Rules are the domain's; here is the wire.

mod event;
pub(crate) mod signature;
mod stripe;
mod webhook;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, routing::post};
use lectern_app::till::Till;
use lectern_domain::Portal;

use crate::{
    config::{Config, Payment, PaymentProvider},
    doors::origin::FROM_OTHERS,
};

/// Bytes of a provider's word: the largest are tens of kilobytes.
const WORD: usize = 256 << 10;

/// Who takes the money, by the configuration. Nothing is said to anybody before somebody buys.
pub fn till(payment: &Payment) -> Till {
    Till(match payment.provider {
        PaymentProvider::Invoice => None,
        PaymentProvider::Stripe => Some(Arc::new(stripe::Stripe::new(payment))),
    })
}

/// Where providers say what happened. It knows no session, and its signature stands in for the origin check.
pub fn router(config: &Config, portal: &Portal) -> Router {
    let secret = match config.payment.provider {
        PaymentProvider::Invoice => None,
        PaymentProvider::Stripe => Some(config.payment.stripe_webhook_secret.as_str().into()),
    };
    let [stripe, _] = FROM_OTHERS;
    Router::new()
        .route(stripe, post(webhook::hear))
        .layer(DefaultBodyLimit::max(WORD))
        .with_state(webhook::Hook {
            portal: portal.clone(),
            secret,
        })
}
