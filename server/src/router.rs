//! The whole web service, built here so that tests drive the real thing.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{from_fn_with_state, map_response},
    response::Response,
    routing::{MethodRouter, get, post},
};
use lectern_app::shell::Assets;
use lectern_contract::Refusal;
use lectern_domain::Portal;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use crate::{
    api, assets,
    config::{Config, host_of},
    content,
    disk::Incoming,
    doors::{
        flood,
        forms::{self, Site, Spool},
        guard, headers,
        hosts::{self, Hosts},
        log::{self, Logging},
        origin, unread, who,
    },
    health, hooks, lists, logs, papers, payments,
    session_store::Sessions,
    statements,
    storage::Storage,
    times::Times,
    upload,
};

/// The service of both origins.
pub fn build(config: &Config, portal: &Portal, storage: &Storage) -> Router {
    build_with(config, portal, storage, Times::default())
}

/// The same with other patience.
pub fn build_with(config: &Config, portal: &Portal, storage: &Storage, times: Times) -> Router {
    let hosts = Hosts {
        portal: hosts::bare(host_of(&config.base_url)),
        content: hosts::bare(host_of(&config.content_url)),
        base_url: config.base_url.clone(),
        service: flood::content(content::router(config, portal, storage, in_time(times)), &config.flood),
    };
    let logging = Logging {
        portal: portal.clone(),
        proxies: Arc::new(config.proxies().unwrap_or_default()),
    };
    let others = payments::router(config, portal).merge(hooks::router(config, portal));
    Router::new()
        .merge(flood::pages(people(config, portal, times), &config.flood))
        .merge(others.layer(in_time(times)))
        .merge(api::router(config, portal))
        .route(assets::ROUTE, get(assets::serve))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(portal.clone()))
        .layer(from_fn_with_state(hosts, hosts::split))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(config.is_https(), headers::add))
        .layer(from_fn_with_state(logging, log::request))
}

/// Ends what takes too long, with the body it waits for. A transaction that was begun leaves nothing behind.
fn in_time(times: Times) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, times.answer)
}

/// Pages, acts and uploads: everything that knows a session.
fn people(config: &Config, portal: &Portal, times: Times) -> Router {
    let assets = Assets {
        css: assets::url("lectern.css"),
        js: assets::url("lectern.js"),
        wasm: assets::url("lectern_bg.wasm"),
    };
    let spool = Spool {
        incoming: Incoming::of(&config.data_dir),
        piece: times.piece,
    };
    let till = payments::till(&config.payment);
    let site = Site::new(portal.clone(), assets, till, api::document(), spool);
    let quick = routes(files())
        .route("/do/{*act}", post(forms::act).get(forms::not_an_address))
        .fallback(page)
        .layer(in_time(times));
    let slow = routes(workbooks())
        .merge(routes(uploads()))
        .layer(Extension(statements::Desks::default()))
        .layer(DefaultBodyLimit::disable());
    quick
        .merge(slow)
        .with_state(site.clone())
        .layer(from_fn_with_state(site, guard::check))
        .layer(from_fn_with_state(portal.clone(), who::load))
        .layer(sessions(config, portal))
        .layer(map_response(who::unwritten))
        .layer(from_fn_with_state(config.base_url.clone(), origin::own))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(rest(config, times), unread::take))
}

/// Of a body that is refused, as much again is taken as of one that is not: who chose a file that is too large reads so.
fn rest(config: &Config, times: Times) -> unread::Bounds {
    unread::Bounds {
        bytes: config.upload_limit_mb.saturating_mul(2_000_000),
        whole: times.rest,
        piece: times.piece.min(times.rest),
    }
}

/// Addresses, and what answers there.
type Routes = Vec<(&'static str, MethodRouter<Site>)>;

fn routes(all: Routes) -> Router<Site> {
    let add = |router: Router<Site>, (path, answers)| router.route(path, answers);
    all.into_iter().fold(Router::new(), add)
}

/// Files to take; whose area an address is in, they are for.
fn files() -> Routes {
    vec![
        ("/admin/audit.csv", get(logs::audit)),
        ("/admin/refusals.csv", get(logs::refusals)),
        ("/manager/refusals.csv", get(logs::refusals)),
        ("/admin/accounts/{id}/statement.csv", get(statements::csv)),
        ("/manager/accounts/{id}/statement.csv", get(statements::csv)),
        ("/admin/batches/{id}/result.csv", get(lists::result)),
        ("/manager/batches/{id}/result.csv", get(lists::result)),
        ("/sample-invitations.csv", get(lists::sample)),
        ("/admin/purchases/{id}/invoice.pdf", get(papers::invoice)),
        ("/manager/orders/{id}/invoice.pdf", get(papers::invoice)),
        ("/admin/registrations/{id}/certificate.pdf", get(papers::certificate)),
        ("/manager/registrations/{id}/certificate.pdf", get(papers::certificate)),
        ("/learner/registrations/{id}/certificate.pdf", get(papers::certificate)),
    ]
}

/// Files to take that are written first, which takes as long as it takes.
fn workbooks() -> Routes {
    vec![
        ("/admin/accounts/{id}/statement.xlsx", get(statements::xlsx)),
        ("/manager/accounts/{id}/statement.xlsx", get(statements::xlsx)),
    ]
}

/// Where files are given.
fn uploads() -> Routes {
    vec![
        ("/admin/courses/upload", post(upload::new)),
        ("/admin/courses/{id}/upload", post(upload::replacement)),
        ("/admin/courses/{id}/bulk/upload", post(lists::give)),
        ("/manager/courses/{id}/bulk/upload", post(lists::give)),
    ]
}

/// The addresses beside pages and acts that know a session: of files to take, and where files are given. For the tests
/// that ask for every one in everybody's name.
pub fn beside_pages() -> [Vec<&'static str>; 2] {
    let paths = |all: Routes| all.into_iter().map(|(path, _)| path);
    [
        paths(files()).chain(paths(workbooks())).collect(),
        paths(uploads()).collect(),
    ]
}

async fn page(State(site): State<Site>, request: Request) -> Response {
    forms::lead_on((site.pages)(request).await)
}

/// Sessions in a cookie that scripts cannot read; `__Host-` where the portal has HTTPS.
fn sessions(config: &Config, portal: &Portal) -> SessionManagerLayer<Sessions> {
    let https = config.is_https();
    SessionManagerLayer::new(Sessions(portal.clone()))
        .with_name(if https { "__Host-lectern" } else { "lectern" })
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(time::Duration::days(14)))
}

/// A panic is a fault; its cause went to the log.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    forms::plain(&Refusal::Fault)
}
