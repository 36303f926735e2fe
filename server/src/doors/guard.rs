//! The sign-in guard, before rendering: each area belongs to one role (house rule 8).

use axum::{
    extract::{Request, State},
    http::{Method, Uri},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use lectern_app::caller::Asked;
use lectern_contract::{Refusal, Role};
use lectern_domain::accounts::sessions::Person;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::forms::{self, Site, accepts_html};

/// Whom an address is for: an area of one role, anybody signed in, or everybody.
enum For {
    Everybody,
    SignedIn,
    Only(Role),
}

fn whom(path: &str) -> For {
    match path.split('/').nth(1).unwrap_or_default() {
        "admin" => For::Only(Role::Admin),
        "manager" => For::Only(Role::Manager),
        "learner" => For::Only(Role::Learner),
        "account" => For::SignedIn,
        _ => For::Everybody,
    }
}

/// Where a second factor is set up.
const SECOND_FACTOR: &str = "/account/second-factor";
/// What an admin may do who must set up a second factor first; everything else waits for it.
const BEFORE_SECOND_FACTOR: [&str; 8] = [
    "/do/begin-second-factor",
    "/do/confirm-second-factor",
    "/do/keep-recovery-codes",
    "/do/sign-out",
    "/do/switch-role",
    "/do/change-password",
    "/do/end-session",
    "/do/end-other-sessions",
];

/// Whether the address waits for the person's second factor.
fn waits(path: &str, person: Option<&Person>) -> bool {
    let act = path.starts_with("/do/") && !BEFORE_SECOND_FACTOR.contains(&path);
    let page = matches!(whom(path), For::Only(Role::Admin));
    person.is_some_and(|person| person.needs_second_factor) && (act || page)
}

/// Whether an address may be shown to somebody.
pub fn opens(path: &str, person: Option<&Person>) -> bool {
    match (whom(path), person) {
        (For::Everybody, _) | (For::SignedIn, Some(_)) => true,
        (For::Only(role), Some(person)) => person.actor.role == role && !waits(path, Some(person)),
        (_, None) => false,
    }
}

/// Leads strangers to the sign-in page and shows an area of another role as if it did not exist.
pub async fn check(State(site): State<Site>, request: Request, next: Next) -> Response {
    let person = request.extensions().get::<Person>();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if waits(request.uri().path(), person) {
        return match reads || accepts_html(request.headers()) {
            true => Redirect::to(SECOND_FACTOR).into_response(),
            false => forms::plain(&Refusal::SecondFactorFirst),
        };
    }
    if opens(request.uri().path(), person) {
        return next.run(request).await;
    }
    match person {
        None if reads => to_sign_in(request.uri()),
        None => forms::plain(&Refusal::SignInFirst),
        Some(person) => {
            let other = matches!(whom(request.uri().path()), For::Only(role) if person.roles.contains(&role));
            missing(&site, request, other).await
        }
    }
}

/// The sign-in page, which leads back.
pub fn to_sign_in(back: &Uri) -> Response {
    let back = back.path_and_query().map_or("/", |path| path.as_str());
    let back = utf8_percent_encode(back, NON_ALPHANUMERIC);
    Redirect::to(&format!("/sign-in?next={back}")).into_response()
}

/// The page that says that nothing is here. Who holds the area's role besides the one they act in is told so.
async fn missing(site: &Site, mut request: Request, other_role: bool) -> Response {
    if other_role && let Some(asked) = request.uri().path_and_query().map(ToString::to_string) {
        request.extensions_mut().insert(Asked(asked));
    }
    *request.uri_mut() = Uri::from_static("/no-such-page");
    *request.method_mut() = Method::GET;
    (site.pages)(request).await
}
