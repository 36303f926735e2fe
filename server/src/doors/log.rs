//! Gives every request an id and writes one line about it. Paths are logged as routes, so that no token or
//! address stands in the log.

use std::{
    net::{IpAddr, SocketAddr},
    time::Instant,
};

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
    pub proxies: std::sync::Arc<Vec<IpAddr>>,
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

/// The client's address: the peer's, or behind trusted proxies the last they name who is none of them. All lines of the
/// header are one list, to which each proxy adds whom it heard. Behind a word that is no address everything is anybody's, so
/// there the proxy that passed it on stands for its clients.
fn source(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &[IpAddr]) -> String {
    let Some(peer) = peer else { return "unknown".into() };
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    let hops = lines
        .flat_map(|line| line.to_str().unwrap_or("?").rsplit(','))
        .map(str::trim)
        .filter(|hop| !hop.is_empty());
    let mut client = peer.to_canonical();
    for hop in hops {
        let Some(named) = address(hop).filter(|_| proxies.contains(&client)) else {
            break;
        };
        client = named;
    }
    client.to_string()
}

/// An address as proxies write it: perhaps with a port, perhaps in brackets, perhaps as IPv6 writes one of IPv4.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(hop);
    let with_port = || hop.parse().ok().map(|socket: SocketAddr| socket.ip());
    let address: Option<IpAddr> = bare.parse().ok().or_else(with_port);
    address.map(|address| address.to_canonical())
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

    fn ip(text: &str) -> IpAddr {
        text.parse().expect(text)
    }

    /// Who is believed to have sent these lines, in this order, through the proxies 10.0.0.1 and 10.0.0.2.
    fn client(peer: &str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().expect("a header"));
        }
        source(Some(ip(peer)), &headers, &[ip("10.0.0.1"), ip("10.0.0.2")])
    }

    #[test]
    fn only_trusted_proxies_name_the_client() {
        let lines = ["6.6.6.6, 203.0.113.9, 10.0.0.2"];
        assert_eq!(client("10.0.0.1", &lines), "203.0.113.9");
        assert_eq!(client("::ffff:10.0.0.1", &lines), "203.0.113.9");
        assert_eq!(client("10.0.0.3", &lines), "10.0.0.3");
        assert_eq!(client("::ffff:10.0.0.3", &lines), "10.0.0.3");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(source(None, &HeaderMap::new(), &[]), "unknown");
    }

    #[test]
    fn what_a_client_says_of_itself_stands_before_what_proxies_say() {
        for lines in [
            &["6.6.6.6", "203.0.113.9"][..],
            &["6.6.6.6", "203.0.113.9, 10.0.0.2"],
            &["6.6.6.6, 203.0.113.9:5678"],
            &["6.6.6.6, ::ffff:203.0.113.9"],
            &["6.6.6.6", "", "203.0.113.9,"],
        ] {
            assert_eq!(client("10.0.0.1", lines), "203.0.113.9", "{lines:?}");
        }
        for hop in ["2001:db8::9", "[2001:db8::9]", "[2001:db8::9]:5678"] {
            assert_eq!(client("10.0.0.1", &["6.6.6.6", hop]), "2001:db8::9");
        }
        for hop in ["unknown", "_hidden", "203.0.113.9:x", "203.0.113"] {
            let list = format!("6.6.6.6, {hop}, 10.0.0.2");
            assert_eq!(
                client("10.0.0.1", &[&list]),
                "10.0.0.2",
                "nobody further left is believed"
            );
        }
    }
}
