//! Who asks: the session's person, loaded once for the request.

use std::sync::Arc;

use axum::{
    body::HttpBody,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use lectern_app::caller::{BrowserSession, SessionPort, Source, Waiting};
use lectern_contract::{Refusal, Role};
use lectern_domain::{
    Portal, Result,
    accounts::{second_factor::finish::Half, sessions, sign_in::SignedIn},
};
use tower_sessions::{Session, session::Id};

use super::forms;
use crate::session_store::{SignedInAs, failed, keys, role_of};

/// Adds the person, where one is signed in, and the session's port.
pub async fn load(State(portal): State<Portal>, mut request: Request, next: Next) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        return next.run(request).await;
    };
    let source = request
        .extensions()
        .get::<Source>()
        .map(|source| source.0.clone())
        .unwrap_or_default();
    match person(&portal, &session, &source).await {
        Ok(Some(person)) => drop(request.extensions_mut().insert(person)),
        Ok(None) => {}
        Err(error) => return forms::plain(&error.into_refusal()),
    }
    let agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let port: SessionPort = Arc::new(Port {
        portal,
        session,
        browser: browser(agent),
    });
    request.extensions_mut().insert(port);
    next.run(request).await
}

/// Gives a sentence to the answer of tower-sessions where a session was not written: a 500 without a word.
pub async fn unwritten(response: Response) -> Response {
    let wordless = !response.headers().contains_key(header::CONTENT_TYPE) && response.body().is_end_stream();
    if wordless && response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        forms::plain(&Refusal::Busy)
    } else {
        response
    }
}

async fn person(portal: &Portal, session: &Session, source: &str) -> Result<Option<sessions::Person>> {
    let Some((_, user)) = session.get::<SignedInAs>(keys::USER).await.map_err(failed)? else {
        return Ok(None);
    };
    let role = session
        .get::<String>(keys::ROLE)
        .await
        .map_err(failed)?
        .unwrap_or_default();
    sessions::person(portal, user, role_of(&role), source).await
}

#[derive(Debug)]
struct Port {
    portal: Portal,
    session: Session,
    browser: String,
}

impl BrowserSession for Port {
    fn start(&self, signed_in: SignedIn) -> Waiting<Result<()>> {
        let (session, browser) = (self.session.clone(), self.browser.clone());
        let began = self.portal.now().timestamp();
        Box::pin(async move {
            session.clear().await;
            session.cycle_id().await.map_err(failed)?;
            let user: SignedInAs = (signed_in.organization, signed_in.user);
            session.insert(keys::USER, user).await.map_err(failed)?;
            session
                .insert(keys::ROLE, signed_in.role.as_str())
                .await
                .map_err(failed)?;
            session.insert(keys::BROWSER, browser).await.map_err(failed)?;
            session.insert(keys::BEGAN, began).await.map_err(failed)
        })
    }

    fn start_half(&self, half: Half) -> Waiting<Result<()>> {
        let session = self.session.clone();
        Box::pin(async move {
            session.clear().await;
            session.cycle_id().await.map_err(failed)?;
            session.insert(keys::HALF, half).await.map_err(failed)
        })
    }

    fn half(&self) -> Waiting<Result<Option<Half>>> {
        let session = self.session.clone();
        Box::pin(async move { session.get(keys::HALF).await.map_err(failed) })
    }

    fn act_as(&self, role: Role) -> Waiting<Result<()>> {
        let (session, portal) = (self.session.clone(), self.portal.clone());
        Box::pin(async move {
            exchange(&portal, &session).await?;
            session.insert(keys::ROLE, role.as_str()).await.map_err(failed)
        })
    }

    fn renew(&self) -> Waiting<Result<()>> {
        let (session, portal) = (self.session.clone(), self.portal.clone());
        Box::pin(async move { exchange(&portal, &session).await })
    }

    fn end(&self) -> Waiting<Result<()>> {
        let session = self.session.clone();
        Box::pin(async move { session.flush().await.map_err(failed) })
    }

    fn token(&self) -> String {
        self.session.id().map(|id| id.to_string()).unwrap_or_default()
    }
}

/// Gives a living session another id. The store is told the new one, because tower-sessions would delete the old
/// session and make another: one that was ended in between would live again.
async fn exchange(portal: &Portal, session: &Session) -> Result<()> {
    let old = session.id().ok_or(Refusal::SignInFirst)?;
    let new = Id::default();
    if !sessions::renew(portal, &old.to_string(), &new.to_string()).await? {
        return Err(Refusal::SignInFirst.into());
    }
    let told = session.insert(keys::RENEWED, new.to_string()).await;
    told.map_err(failed)?;
    session.cycle_id().await.map_err(failed)
}

/// A browser's name and system in a few words, from what it says of itself.
fn browser(agent: &str) -> String {
    let find = |words: &[(&str, &'static str)]| {
        words
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let name = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (name, system) {
        (Some(name), Some(system)) => format!("{name} on {system}"),
        (Some(name), None) => name.to_owned(),
        _ => "Another program".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn browsers_are_named_in_a_few_words() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
        assert_eq!(browser(chrome), "Chrome on Linux");
        assert_eq!(browser("curl/8"), "Another program");
    }
}
