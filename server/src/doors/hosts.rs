//! Two origins in one process: the host decides whether a request is for the portal or for course content, and
//! neither serves what belongs to the other (`spec/runtime.md`, Origins). Programs that ask under another name are
//! answered as programs are.

use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower::ServiceExt;

use crate::api;

/// Who answers to which host.
#[derive(Clone, Debug)]
pub struct Hosts {
    /// Host and port of the portal, as [`bare`] writes them.
    pub portal: String,
    /// Host and port of course content, likewise.
    pub content: String,
    /// The portal's address, for the sentence.
    pub base_url: String,
    /// What answers there.
    pub service: Router,
}

/// Sends a request to the portal or to the content service. Health is answered under any name.
pub async fn split(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let host = host_of(&request);
    if host == hosts.content {
        return hosts.service.oneshot(request).await.into_response();
    }
    let path = request.uri().path();
    let anywhere = matches!(path, "/healthz" | "/readyz");
    if host == hosts.portal || anywhere {
        return next.run(request).await;
    }
    if api::is_below(path) {
        return api::misdirected();
    }
    (
        StatusCode::MISDIRECTED_REQUEST,
        format!("This portal is at {}.\n", hosts.base_url),
    )
        .into_response()
}

fn host_of(request: &Request) -> String {
    let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = named.or_else(|| request.uri().authority().map(Authority::as_str));
    bare(host.unwrap_or_default())
}

/// A host in lower case, without a port that goes without saying.
pub fn bare(host: &str) -> String {
    let host = host.to_lowercase();
    host.strip_suffix(":80")
        .or_else(|| host.strip_suffix(":443"))
        .map_or(host.clone(), str::to_owned)
}
