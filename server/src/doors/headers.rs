//! Headers of every answer, of both origins. Pages bring their own content security policy, with the nonce of their
//! scripts, and course content its own.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

/// What answers without a policy of their own may do: nothing.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Where the page around the player is. The courses themselves say `unsafe-none` (`content`).
const PLAYER: &str = "/learner/launch/";

/// Adds what is missing.
pub async fn add(State(https): State<bool>, request: Request, next: Next) -> Response {
    let player = request.uri().path().starts_with(PLAYER);
    let kept = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let busy = response.status() == StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    let mut add = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(header::CONTENT_SECURITY_POLICY, NOTHING);
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, "same-origin");
    if busy {
        add(header::RETRY_AFTER, "2");
    }
    // A course in the player may open windows and talk to them; no other page has any business with another's.
    let opener = if player {
        "same-origin-allow-popups"
    } else {
        "same-origin"
    };
    add(HeaderName::from_static("cross-origin-opener-policy"), opener);
    if !kept {
        add(header::CACHE_CONTROL, "no-store");
    }
    if https {
        add(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}
