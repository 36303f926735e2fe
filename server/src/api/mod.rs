//! The JSON API, version 1: another door to the same acts and reads as the pages. It knows keys and no sessions.
//!
//! The handlers' annotations are the description (`/api/v1/openapi.json`, and `/api` for people), the routes, and the
//! scopes: what a key needs for a call is what the description says it needs (see `door`).

mod ask;
mod courses;
mod credits;
mod cursor;
mod document;
mod door;
mod invitations;
mod problem;
mod registrations;
mod users;
pub mod wire;

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::{from_fn_with_state, map_response},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use lectern_app::api_document::ApiDocument;
use lectern_contract::{Refusal, refusal::ApiProblem};
use lectern_domain::Portal;
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    config::Config,
    doors::{flood, forms},
};
use problem::Refused;

/// Where it is.
pub const ROOT: &str = "/api/v1";
/// Bytes of a body: a thousand addresses and a long message fit.
const BODY: usize = 256 << 10;
/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether an address is the API's.
pub fn is_below(path: &str) -> bool {
    path.strip_prefix(ROOT)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The answer to a call that came under a name that is not the portal's.
pub fn misdirected() -> Response {
    Refused::from(Refusal::Api(ApiProblem::WrongHost)).into_response()
}

/// Every call there is.
fn calls() -> OpenApiRouter {
    OpenApiRouter::with_openapi(document::Description::openapi())
        .routes(routes!(users::list, users::create))
        .routes(routes!(users::show, users::edit))
        .routes(routes!(users::suspend))
        .routes(routes!(users::restore))
        .routes(routes!(courses::list))
        .routes(routes!(courses::show))
        .routes(routes!(courses::managers))
        .routes(routes!(registrations::list, registrations::enroll))
        .routes(routes!(registrations::show))
        .routes(routes!(registrations::withdraw))
        .routes(routes!(credits::accounts))
        .routes(routes!(credits::account))
        .routes(routes!(credits::lines))
        .routes(routes!(credits::grant))
        .routes(routes!(credits::allocate))
        .routes(routes!(credits::deallocate))
        .routes(routes!(credits::assign))
        .routes(routes!(credits::take_back))
        .routes(routes!(invitations::list, invitations::send))
        .routes(routes!(invitations::accept))
        .routes(routes!(invitations::show))
        .routes(routes!(invitations::re_invite))
        .routes(routes!(invitations::cancel))
}

/// The description, for the page that people read.
pub fn document() -> ApiDocument {
    ApiDocument(Arc::new(document::complete(&calls().into_openapi())))
}

/// The service. Whatever is refused on the way here, by whomever, is answered as a problem.
pub fn router(config: &Config, portal: &Portal) -> Router {
    let document = document();
    let door = door::Door::new(portal, config.api.per_minute, &document.0);
    let (calls, _) = calls().split_for_parts();
    let described = document.0.clone();
    let calls = calls
        .route_layer(from_fn_with_state(door, door::admit))
        .route(
            "/openapi.json",
            get(move || async move { Json(described.as_ref().clone()) }),
        )
        .fallback(async || Refused::from(Refusal::NotFound))
        .method_not_allowed_fallback(async || Refused::from(Refusal::Api(ApiProblem::MethodNotAllowed)))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CatchPanicLayer::custom(|_| forms::plain(&Refusal::Fault)))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ));
    // An address that ends with a slash is none of the nest's, and no page either.
    let all = Router::new()
        .nest(ROOT, calls)
        .route(&format!("{ROOT}/"), any(async || Refused::from(Refusal::NotFound)));
    flood::pages(all, &config.flood).layer(map_response(problem::dress))
}
