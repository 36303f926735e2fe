//! Gives every request an id and writes one line about it. Paths are logged as routes, so that no token or
//! address stands in the log.

use std::{net::SocketAddr, time::Instant};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use data_encoding::BASE32_NOPAD;
use lectern_app::caller::{RequestId, Source};
use lectern_domain::Portal;
use tracing::Instrument;

/// The header that carries the id to the reader.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Beginnings of paths after which a page or an act is named. After others stand tokens and numbers that nobody can
/// guess.
const AREAS: [&str; 6] = ["account", "admin", "api", "do", "learner", "manager"];

/// What the log needs to know.
#[derive(Clone, Debug)]
pub struct Logging {
    /// Gives the ids.
    pub portal: Portal,
    /// Proxies whose word about the client's address is believed.
    pub proxies: std::sync::Arc<Vec<std::net::IpAddr>>,
}

/// Names the request and logs its outcome.
pub async fn request(State(logging): State<Logging>, mut request: Request, next: Next) -> Response {
    let id = BASE32_NOPAD
        .encode(&logging.portal.chance().bytes()[..10])
        .to_lowercase();
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let source = source(peer, request.headers(), &logging.proxies);
    request.extensions_mut().insert(Source(source));
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, area) = (request.method().clone(), area(request.uri().path()));
    let span = tracing::info_span!("request", id, %method, area);
    async {
        let begin = Instant::now();
        let mut response = next.run(request).await;
        let millis = begin.elapsed().as_millis();
        tracing::info!(status = response.status().as_u16(), millis, "answered");
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        response
    }
    .instrument(span)
    .await
}

/// The client's address: the last hop before a trusted proxy, else the peer's own.
fn source(peer: Option<std::net::IpAddr>, headers: &HeaderMap, proxies: &[std::net::IpAddr]) -> String {
    let Some(peer) = peer else { return "unknown".into() };
    if !proxies.contains(&peer) {
        return peer.to_string();
    }
    let forwarded = headers
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let hops = forwarded
        .rsplit(',')
        .filter_map(|hop| hop.trim().parse::<std::net::IpAddr>().ok());
    hops.into_iter()
        .find(|hop| !proxies.contains(hop))
        .unwrap_or(peer)
        .to_string()
}

/// The beginning of a path, as far as it holds no secret.
fn area(path: &str) -> String {
    let mut parts = path.split('/').skip(1);
    let first = parts.next().unwrap_or_default();
    match (first, parts.next()) {
        (first, Some(second)) if AREAS.contains(&first) => format!("/{first}/{second}"),
        (first, _) => format!("/{first}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_do_not_reach_the_log() {
        assert_eq!(area("/p/SECRET/c/index.html"), "/p");
        assert_eq!(area("/invitation/SECRET"), "/invitation");
        assert_eq!(area("/certificates/ABCD-EFGH"), "/certificates");
        assert_eq!(area("/whatever/comes/next"), "/whatever");
        assert_eq!(area("/admin/users/123"), "/admin/users");
        assert_eq!(area("/do/sign-in"), "/do/sign-in");
        assert_eq!(area("/api/v1/users"), "/api/v1");
        assert_eq!(area("/learner/launch/SECRET"), "/learner/launch");
        assert_eq!(area("/account"), "/account");
        assert_eq!(area("/"), "/");
    }

    #[test]
    fn only_trusted_proxies_name_the_client() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-forwarded-for",
            HeaderValue::from_static("6.6.6.6, 203.0.113.9, 10.0.0.2"),
        );
        let proxy = "10.0.0.1".parse().expect("an address");
        let other = "10.0.0.2".parse().expect("an address");
        assert_eq!(source(Some(proxy), &headers, &[proxy, other]), "203.0.113.9");
        assert_eq!(source(Some(proxy), &headers, &[]), "10.0.0.1");
        assert_eq!(source(None, &headers, &[]), "unknown");
    }
}
