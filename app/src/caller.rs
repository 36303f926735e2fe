//! Who asks: the session's person, and the ways a request reaches the domain.

use std::{fmt::Debug, future::Future, pin::Pin, str::FromStr, sync::Arc};

use axum::http::{Method, request::Parts};
use lectern_contract::{Refusal, Role, notice::Notice, paging::Query};
use lectern_domain::{
    Actor, Portal, Result as DomainResult,
    accounts::{second_factor::finish::Half, sessions::Person, sign_in::SignedIn},
};
use leptos::prelude::{WithUntracked, expect_context, with_context};
use leptos_router::hooks::use_params_map;

use crate::{
    cookies::{cookie, set_cookie, written},
    refusal::{Answer, Refused},
};

/// A future the session port answers with.
pub type Waiting<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What pages may do with the browser's session; the server puts its session store behind it.
pub trait BrowserSession: Send + Sync + Debug {
    /// Signs the person in under a new session id.
    fn start(&self, signed_in: SignedIn) -> Waiting<DomainResult<()>>;
    /// Remembers that the password was right and the code is awaited, under a new session id. It gives no rights.
    fn start_half(&self, half: Half) -> Waiting<DomainResult<()>>;
    /// Who gave a right password and owes the code still.
    fn half(&self) -> Waiting<DomainResult<Option<Half>>>;
    /// Acts in another role from now on, under a new session id.
    fn act_as(&self, role: Role) -> Waiting<DomainResult<()>>;
    /// Changes the session's id, after a password change.
    fn renew(&self) -> Waiting<DomainResult<()>>;
    /// Signs out.
    fn end(&self) -> Waiting<DomainResult<()>>;
    /// What the cookie holds; empty without one.
    fn token(&self) -> String;
}

/// The session of the request, as an extension and in context.
pub type SessionPort = Arc<dyn BrowserSession>;

/// Where a request came from, for throttling and the audit log.
#[derive(Clone, Debug)]
pub struct Source(pub String);

/// The id under which a request stands in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// The address somebody asked for, where another page is shown in its place.
#[derive(Clone, Debug)]
pub struct Asked(pub String);

/// A form that was refused: its page is shown again with the problem and what was typed.
#[derive(Clone, Debug)]
pub struct RefusedForm {
    /// Where the form was posted to.
    pub action: String,
    /// Why it was refused.
    pub refusal: Refusal,
    /// What was typed, but for passwords.
    pub fields: Arc<Vec<(String, String)>>,
}

/// A signed-in request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The portal.
    pub portal: Portal,
    /// The person and the role they act in.
    pub person: Person,
    /// Their session.
    pub session: SessionPort,
}

impl Caller {
    /// Who acts, for the domain.
    pub const fn actor(&self) -> &Actor {
        &self.person.actor
    }
}

/// Reads the request's head where it is: a copy of it for every date on a page would be most of the page's work.
pub(crate) fn head<T>(read: impl FnOnce(&Parts) -> Option<T>) -> Option<T> {
    with_context::<Parts, _>(read).flatten()
}

fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    head(|parts| parts.extensions.get::<T>().cloned())
}

/// The portal.
pub fn portal() -> Portal {
    expect_context::<Portal>()
}

/// The session of the request, signed in or not.
///
/// # Errors
/// A fault where the server gave none.
pub fn session() -> Answer<SessionPort> {
    extension::<SessionPort>().ok_or(Refused(Refusal::Fault))
}

/// The signed-in person, if there is one.
pub fn person() -> Option<Person> {
    extension::<Person>()
}

/// The signed-in request.
///
/// # Errors
/// `SignInFirst`.
pub fn caller() -> Answer<Caller> {
    let person = person().ok_or(Refused(Refusal::SignInFirst))?;
    Ok(Caller {
        portal: portal(),
        person,
        session: session()?,
    })
}

/// The signed-in request of somebody who acts in this role, for acts that judge what was typed before the domain
/// does: who may not act learns nothing about what they typed.
///
/// # Errors
/// `SignInFirst`; `NotFound` for every other role.
pub fn caller_as(role: Role) -> Answer<Caller> {
    let caller = caller()?;
    caller.actor().require(role)?;
    Ok(caller)
}

/// Where the request came from.
pub fn source() -> String {
    extension::<Source>().map(|source| source.0).unwrap_or_default()
}

/// The request's id in the log.
pub fn request_id() -> String {
    extension::<RequestId>().map(|id| id.0).unwrap_or_default()
}

/// The refused form this page is shown again for, if it is.
pub fn refused_form() -> Option<RefusedForm> {
    extension::<RefusedForm>()
}

/// The path and query of the request, without the host that some requests name.
pub fn here() -> String {
    if let Some(asked) = extension::<Asked>() {
        return asked.0;
    }
    let path = head(|parts| Some(parts.uri.path_and_query()?.to_string()));
    path.unwrap_or_else(|| "/".to_owned())
}

/// Whether the page itself was posted to: what it shows then stands in no address.
pub fn is_post() -> bool {
    head(|parts| Some(parts.method == Method::POST)).unwrap_or(false)
}

/// One parameter of the request's query, decoded; empty where absent.
pub fn parameter(name: &str) -> String {
    let query = head(|parts| Some(parts.uri.query()?.to_owned())).unwrap_or_default();
    form_fields(&query)
        .into_iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
        .unwrap_or_default()
}

/// The number of credits that a link proposes; empty without one.
pub fn asked_amount() -> String {
    let amount = parameter("amount").parse::<u32>();
    amount.map_or_else(|_| String::new(), |amount| amount.to_string())
}

/// An id in the request's path, by the parameter's name in the route.
///
/// # Errors
/// `NotFound` where it is none: no such thing can exist.
pub fn path_id<I: FromStr>(name: &str) -> Answer<I> {
    let text = use_params_map()
        .with_untracked(|params| params.get(name))
        .unwrap_or_default();
    text.parse().map_err(|_| Refused(Refusal::NotFound))
}

/// The list query of the request: `q` and `page`.
pub fn list_query() -> Query {
    Query {
        search: parameter("q"),
        page: parameter("page").parse().unwrap_or(1).clamp(1, 1_000_000),
    }
}

/// Decodes `application/x-www-form-urlencoded` text, without the one character that is in no word of a database:
/// PostgreSQL takes no NUL, not even to look for it.
pub fn form_fields(text: &str) -> Vec<(String, String)> {
    let decode = |part: &str| {
        let spaced = part.replace('+', " ");
        let text = percent_encoding::percent_decode_str(&spaced);
        text.decode_utf8_lossy().replace('\0', "")
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// The name of the cookie that carries a notice over a redirect.
const NOTICE: &str = "lectern_notice";

/// Ends an act: the browser goes to `path` and reads `notice` there. Paths stay on the site.
#[allow(clippy::unnecessary_wraps, reason = "the last line of every server function")]
pub fn done(path: &str, notice: Notice) -> Answer<()> {
    set_cookie(&notice_cookie(&portal(), notice));
    go(path)
}

/// The cookie that carries a notice to the next page.
pub fn notice_cookie(portal: &Portal, notice: Notice) -> String {
    let text = serde_json::to_string(&notice).unwrap_or_default();
    let text = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
    written(portal, NOTICE, text, 60)
}

/// Ends an act without a notice.
#[allow(clippy::unnecessary_wraps, reason = "the last line of every server function")]
pub fn go(path: &str) -> Answer<()> {
    leptos_axum::redirect(local(path), false);
    Ok(())
}

/// A path on this site, whatever was asked for. A header takes visible ASCII only, and browsers read `\` as `/`.
pub fn local(path: &str) -> &str {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && path.starts_with('/') && !path.starts_with("//") {
        path
    } else {
        "/"
    }
}

/// The notice the last act left, read once.
pub fn take_notice() -> Option<Notice> {
    let text = cookie(NOTICE)?;
    set_cookie(&written(&portal(), NOTICE, "", 0));
    let text = percent_encoding::percent_decode_str(&text).decode_utf8().ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_on_the_site() {
        for path in ["/", "/learner/courses", "/admin/users?q=a%20b&page=2"] {
            assert_eq!(local(path), path);
        }
        for path in [
            "",
            "x",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/a\r\nb",
            "/ä",
            "/a b",
        ] {
            assert_eq!(local(path), "/", "{path:?}");
        }
    }

    #[test]
    fn form_text_is_decoded() {
        let fields = form_fields("q=a+b%2Bc&empty=&bare&&x=%E2%88%92");
        let text: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(text, [("q", "a b+c"), ("empty", ""), ("bare", ""), ("x", "−")]);
        assert_eq!(form_fields("q=%00a%00%2500"), [("q".into(), "a%00".into())]);
    }
}
