//! Posts of forms: run the server function, then lead on; or, where it was refused, show the form's page again
//! with the problem beside the field, what was typed, and the refusal's status.

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use lectern_app::{
    api_document::ApiDocument,
    caller::{RefusedForm, form_fields, local},
    refusal::Refused,
    shell::Assets,
    till::Till,
};
use lectern_contract::Refusal;
use lectern_domain::{Portal, accounts::sessions::Person};
use leptos::prelude::provide_context;

use super::{guard, nul};
use crate::disk::Incoming;

/// Bytes of a form: a thousand addresses and a long message fit.
const FORM: usize = 1 << 20;

/// Renders a page.
pub type Pages = Arc<dyn Fn(Request) -> Pin<Box<dyn Future<Output = Response> + Send>> + Send + Sync>;

/// What pages and acts share.
#[derive(Clone)]
pub struct Site {
    /// The portal.
    pub portal: Portal,
    /// Where the site's own files are.
    pub assets: Assets,
    /// Who takes the money.
    pub till: Till,
    /// What programs can call.
    pub api: ApiDocument,
    /// Where uploads go meanwhile.
    pub spool: Spool,
    /// Renders a page.
    pub pages: Pages,
}

/// Where uploads and workbooks lie while they are read and written.
#[derive(Clone, Debug)]
pub struct Spool {
    /// Their folder.
    pub incoming: Incoming,
    /// How long an upload may be silent.
    pub piece: Duration,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Site")
    }
}

impl Site {
    /// Puts the site together.
    pub fn new(portal: Portal, assets: Assets, till: Till, api: ApiDocument, spool: Spool) -> Self {
        // Another site in the same process may have done it; that is as good.
        let _ = any_spawner::Executor::init_tokio();
        let context = context(portal.clone(), assets.clone(), till.clone(), api.clone());
        let render = leptos_axum::render_app_async_with_context(context, lectern_app::shell::shell);
        let pages: Pages = Arc::new(move |request| Box::pin(render(request)));
        Self {
            portal,
            assets,
            till,
            api,
            spool,
            pages,
        }
    }
}

fn context(portal: Portal, assets: Assets, till: Till, api: ApiDocument) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(api.clone());
        provide_context(till.clone());
        provide_context(portal.clone());
        provide_context(assets.clone());
    }
}

/// Runs the server function of the address.
pub async fn act(State(site): State<Site>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, FORM).await else {
        return plain(&Refusal::BodyTooLarge);
    };
    let wants_page = accepts_html(&parts.headers);
    let refusal = if nul::is_in_form(&body) {
        Refusal::BadRequest
    } else {
        let response = run(&site, &parts, body.clone()).await;
        if response.status().is_success() {
            return if wants_page { lead_on(response) } else { response };
        }
        if !wants_page {
            return response;
        }
        refusal_of(response).await
    };
    if !wants_page {
        return plain(&refusal);
    }
    let fields = form_fields(&String::from_utf8_lossy(&body));
    again(&site, parts, refusal, fields).await
}

/// Runs it as a program would call it, so that its answer is plain: leptos' own way with forms would put errors
/// into the address.
async fn run(site: &Site, parts: &Parts, body: Bytes) -> Response {
    let mut inner = parts.clone();
    inner.headers.remove(header::ACCEPT);
    let context = context(
        site.portal.clone(),
        site.assets.clone(),
        site.till.clone(),
        site.api.clone(),
    );
    let request = Request::from_parts(inner, Body::from(body));
    leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response()
}

pub(crate) fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Turns an answer that names another address into a redirect there.
pub fn lead_on(mut response: Response) -> Response {
    if response.headers().contains_key(header::LOCATION) {
        *response.status_mut() = StatusCode::SEE_OTHER;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    response
}

async fn refusal_of(response: Response) -> Refusal {
    let body = to_bytes(response.into_body(), FORM).await.unwrap_or_default();
    serde_json::from_slice::<Refused>(&body).map_or(Refusal::BadRequest, |refused| refused.0)
}

/// Shows the form's page again. Without a session it is the sign-in page that must come first.
pub async fn again(site: &Site, mut parts: Parts, refusal: Refusal, fields: Vec<(String, String)>) -> Response {
    let page = fields
        .iter()
        .find(|(name, _)| name == "page")
        .map_or("/", |(_, page)| local(page));
    let mut page: Uri = page.parse().unwrap_or(Uri::from_static("/"));
    if refusal == Refusal::SignInFirst {
        return guard::to_sign_in(&page);
    }
    // The page's name came with the form; it opens no door that is closed otherwise.
    if !guard::opens(page.path(), parts.extensions.get::<Person>()) {
        page = Uri::from_static("/");
    }
    let kept = fields
        .into_iter()
        .filter(|(name, _)| !matches!(name.as_str(), "password" | "repeat" | "current" | "code"));
    let form = RefusedForm {
        action: parts.uri.path().to_owned(),
        refusal,
        fields: Arc::new(kept.collect()),
    };
    parts.extensions.insert(form);
    parts.method = Method::GET;
    parts.uri = page;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    (site.pages)(Request::from_parts(parts, Body::empty())).await
}

/// A refusal where no page can be shown.
pub fn plain(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, format!("{}\n", refusal.sentence())).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}

/// Who opens an act's address by hand is led to the start.
pub async fn not_an_address() -> Redirect {
    Redirect::to("/")
}
