//! Changes come from the portal's own pages only.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use lectern_contract::Refusal;

use super::forms;

/// What other servers post to. It stands outside this layer and outside sessions: each word is signed instead.
pub const FROM_OTHERS: [&str; 2] = ["/payments/stripe/webhook", "/hooks/bounces"];

/// Refuses a request that changes something and comes from another origin. Programs that send neither header
/// are no browsers, and hold no cookie that they were not given.
pub async fn own(State(base_url): State<String>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_own(request.headers(), &base_url) {
        return next.run(request).await;
    }
    forms::plain(&Refusal::ForeignOrigin)
}

fn is_own(headers: &HeaderMap, base_url: &str) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value: &header::HeaderValue| value.to_str().unwrap_or("?"))
    };
    let site = text(header::HeaderName::from_static("sec-fetch-site")).is_none_or(|site| site == "same-origin");
    let origin = text(header::ORIGIN).is_none_or(|origin| origin == base_url);
    site && origin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, header::HeaderValue::from_static(value));
        }
        is_own(&headers, "http://localhost:3000")
    }

    #[test]
    fn foreign_pages_cannot_change_anything() {
        assert!(own(&[]));
        assert!(own(&[
            ("origin", "http://localhost:3000"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!own(&[("origin", "http://127.0.0.1:3000")]));
        assert!(!own(&[("origin", "null")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
    }
}
