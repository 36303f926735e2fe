//! The flood limit: how many requests one network address may make. It counts in this process alone and forgets at a
//! restart; what must hold across processes (tries to sign in) is counted in the database instead.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Request, Response, header},
};
use lectern_app::caller::Source;
use lectern_contract::Refusal;
use lectern_domain::accounts::throttle::network;
use tower_governor::{
    GovernorError, GovernorLayer,
    governor::{GovernorConfig, GovernorConfigBuilder},
    key_extractor::KeyExtractor,
};

use super::forms;
use crate::config::Flood;

/// How much more often course files may be asked for: one page of a course loads hundreds.
const CONTENT: u32 = 10;
/// Between two rounds that forget addresses nobody asks from any more.
const FORGET: Duration = Duration::from_mins(1);

/// Limits pages and acts.
pub fn pages(router: Router, flood: &Flood) -> Router {
    limit(router, flood.per_second, flood.burst)
}

/// Limits course files and commits, more generously.
pub fn content(router: Router, flood: &Flood) -> Router {
    let more = |n: u32| n.saturating_mul(CONTENT);
    limit(router, more(flood.per_second), more(flood.burst))
}

fn limit(router: Router, per_second: u32, burst: u32) -> Router {
    if per_second == 0 {
        return router;
    }
    let config = GovernorConfigBuilder::default()
        .period(Duration::from_secs(1) / per_second)
        .burst_size(burst.max(1))
        .key_extractor(Client)
        .finish();
    let Some(config) = config.map(Arc::new) else {
        return router;
    };
    forget(&config);
    router.layer(GovernorLayer::new(config).error_handler(|error| refuse(&error)))
}

/// Whom a request is counted for: the address as the log has it (see [`super::log`]), so that behind a trusted proxy
/// it is the client's and nobody names another by a header of their own.
#[derive(Clone, Debug)]
struct Client;

impl KeyExtractor for Client {
    type Key = String;

    fn extract<T>(&self, request: &Request<T>) -> Result<String, GovernorError> {
        let source = request.extensions().get::<Source>();
        Ok(source.map(|source| network(&source.0)).unwrap_or_default())
    }
}

fn refuse(error: &GovernorError) -> Response<Body> {
    let wait = match error {
        GovernorError::TooManyRequests { wait_time, .. } => (*wait_time).max(1),
        _ => 1,
    };
    let mut response = forms::plain(&Refusal::TooManyRequests);
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(wait));
    response
}

type Config = GovernorConfig<Client, governor::middleware::NoOpMiddleware<governor::clock::QuantaInstant>>;

/// Forgets quiet addresses as long as the router lives.
fn forget(config: &Arc<Config>) {
    let limiter = Arc::downgrade(config.limiter());
    tokio::spawn(async move {
        let mut rounds = tokio::time::interval(FORGET);
        loop {
            rounds.tick().await;
            let Some(limiter) = limiter.upgrade() else { return };
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    });
}
