//! The content origin: the player, the course's files and commits, each under a launch token. No cookie is read
//! here and none is set (`spec/runtime.md`, Origins).

mod commits;
mod files;
mod player;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::{Next, from_fn_with_state},
    response::Response,
    routing::{get, post},
};
use lectern_domain::Portal;
use tower_http::timeout::TimeoutLayer;

use crate::{assets, config::Config, storage::Storage};

/// Bytes of a commit: suspend data of 64,000 characters and thousands of interactions fit.
const COMMIT: usize = 2 << 20;

/// What the content origin needs.
#[derive(Clone, Debug)]
pub struct Content {
    portal: Portal,
    storage: Storage,
    base_url: String,
}

/// The service of the content origin. `in_time` ends what takes too long to begin its answer.
pub fn router(config: &Config, portal: &Portal, storage: &Storage, in_time: TimeoutLayer) -> Router {
    let content = Content {
        portal: portal.clone(),
        storage: storage.clone(),
        base_url: config.base_url.clone(),
    };
    Router::new()
        .route("/p/{token}/", get(player::page))
        .route("/p/{token}/~lectern/commit", post(commits::commit))
        .route("/p/{token}/~lectern/take-over", post(commits::take_over))
        .route("/p/{token}/~lectern/end", post(commits::end))
        .route("/p/{token}/c/{*path}", get(files::file))
        .route(assets::ROUTE, get(assets::serve))
        .layer(DefaultBodyLimit::max(COMMIT))
        .layer(in_time)
        .layer(from_fn_with_state(content.clone(), headers))
        .with_state(content)
}

/// Headers of everything here: who may frame it, and that it stays what it says it is.
async fn headers(State(content): State<Content>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'"));
    let policy = format!("frame-ancestors 'self' {}", content.base_url);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.append(header::CONTENT_SECURITY_POLICY, policy);
    }
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CACHE_CONTROL, "no-store");
    set(HeaderName::from_static("cross-origin-opener-policy"), "unsafe-none");
    set(HeaderName::from_static("permissions-policy"), "unload=*");
    set(HeaderName::from_static("origin-agent-cluster"), "?1");
    response
}
