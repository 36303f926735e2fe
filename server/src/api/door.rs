//! Who may pass: every documented call needs a key with the scope that its description names.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use lectern_app::caller::Source;
use lectern_contract::{Refusal, api_keys::Scope, refusal::ApiProblem};
use lectern_domain::{
    Portal,
    api_keys::admit::{self, Admission},
};
use serde_json::Value;

use super::{ROOT, ask::Caller, document, problem::Refused};

/// Methods with addresses as the router has them, each with the scope it needs.
type Scopes = BTreeMap<(String, String), Scope>;

/// What the door needs to know.
#[derive(Clone, Debug)]
pub struct Door {
    portal: Portal,
    /// Calls of a key in a minute; 0 is no limit.
    per_minute: u32,
    scopes: Arc<Scopes>,
}

impl Door {
    /// A door that asks for what the document says.
    pub fn new(portal: &Portal, per_minute: u32, document: &Value) -> Self {
        let calls = document::calls(document);
        let needs = |call: document::Call| Some(((call.method, format!("{ROOT}{}", call.path)), call.scope?));
        Self {
            portal: portal.clone(),
            per_minute,
            scopes: Arc::new(calls.into_iter().filter_map(needs).collect()),
        }
    }

    /// The scope of a call; none where the address does not take the method. Without a caller no handler answers.
    fn needs(&self, request: &Request) -> Option<Scope> {
        let path = request.extensions().get::<MatchedPath>()?.as_str().to_owned();
        let method = match *request.method() {
            Method::HEAD => "get".to_owned(),
            ref other => other.as_str().to_lowercase(),
        };
        self.scopes.get(&(method, path)).copied()
    }
}

/// Lets a call in, or answers why not: 401 without a key that works, 403 without the scope, 429 over the limit.
pub async fn admit(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    let Some(scope) = door.needs(&request) else {
        return next.run(request).await;
    };
    let source = request.extensions().get::<Source>().map(|source| source.0.clone());
    let secret = bearer(request.headers()).unwrap_or_default();
    let admitted = admit::admit(&door.portal, secret, &source.unwrap_or_default()).await;
    let admission = match admitted {
        Ok(admission) => admission,
        Err(error) => return Refused::from(error).into_response(),
    };
    let limit = Limit::of(&admission, door.per_minute);
    let mut response = if limit.as_ref().is_some_and(|limit| limit.is_over) {
        Refused::from(Refusal::Api(ApiProblem::TooManyCalls)).into_response()
    } else if let Err(error) = admission.may(scope) {
        Refused::from(error).into_response()
    } else {
        let portal = door.portal.clone();
        request.extensions_mut().insert(Caller { portal, admission });
        next.run(request).await
    };
    if let Some(limit) = limit {
        limit.tell(response.headers_mut());
    }
    response
}

/// What stands after `Authorization: Bearer`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, secret) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// How much of the minute's calls is left.
struct Limit {
    calls: u64,
    left: u64,
    resets_in: u64,
    is_over: bool,
}

impl Limit {
    /// None where there is no limit.
    fn of(admission: &Admission, per_minute: u32) -> Option<Self> {
        let calls = u64::from(per_minute);
        (calls > 0).then(|| Self {
            calls,
            left: calls.saturating_sub(admission.used),
            resets_in: admission.resets_in,
            is_over: admission.used > calls,
        })
    }

    fn tell(&self, headers: &mut HeaderMap) {
        let mut add = |name: &'static str, value: u64| {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        };
        add("ratelimit-limit", self.calls);
        add("ratelimit-remaining", self.left);
        add("ratelimit-reset", self.resets_in);
        if self.is_over {
            add("retry-after", self.resets_in);
        }
    }
}
