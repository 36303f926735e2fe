//! Logs on their way out as files for spreadsheets: streams, never whole in memory.

use std::future::Future;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use futures::stream;
use lectern_app::{
    caller::form_fields,
    components::log::log_query,
    pages::{admin::audit, refusals},
};
use lectern_contract::paging::LogQuery;
use lectern_domain::{Error, audit::table, refused};
use uuid::Uuid;

use crate::{
    doors::forms::{self, Site},
    upload::person,
};

/// A piece of a file, and the row after which the next begins.
type Piece = Result<(String, Option<Uuid>), Error>;

/// `GET /admin/audit.csv`: what the page's filter shows, all of it.
pub async fn audit(State(site): State<Site>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let (query, filter) = asked(&parts, |get| (log_query(get), audit::filter_of(get)));
    let file = async {
        let actor = person(&mut parts).await?.actor;
        let piece = move |query: LogQuery| {
            let (portal, actor, filter) = (site.portal.clone(), actor.clone(), filter.clone());
            async move { table::piece(&portal, &actor, &query, &filter).await }
        };
        pieces(query, piece).await
    };
    answer(file.await, "audit.csv")
}

/// `GET /admin/refusals.csv`, `GET /manager/refusals.csv`: the same for the log of refused acts.
pub async fn refusals(State(site): State<Site>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let (query, filter) = asked(&parts, |get| (log_query(get), refusals::filter_of(get)));
    let file = async {
        let actor = person(&mut parts).await?.actor;
        let piece = move |query: LogQuery| {
            let (portal, actor, filter) = (site.portal.clone(), actor.clone(), filter.clone());
            async move { refused::piece(&portal, &actor, &query, &filter).await }
        };
        pieces(query, piece).await
    };
    answer(file.await, "refusals.csv")
}

/// What the address asks for; a file begins with the newest row whatever page it was asked from.
fn asked<F>(parts: &Parts, read: impl FnOnce(&dyn Fn(&str) -> String) -> (LogQuery, F)) -> (LogQuery, F) {
    let fields = form_fields(parts.uri.query().unwrap_or_default());
    let get = |name: &str| {
        let found = fields.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let (mut query, filter) = read(&get);
    (query.before, query.after) = (None, None);
    (query, filter)
}

/// The first piece says whether the file is theirs; the others follow as fast as they are taken.
async fn pieces<W>(query: LogQuery, piece: impl Fn(LogQuery) -> W + Send + 'static) -> Result<Body, Error>
where
    W: Future<Output = Piece> + Send + 'static,
{
    let first = piece(query.clone()).await?;
    let state = (Some(first), query, piece);
    let pieces = stream::try_unfold(state, async |(ready, mut query, piece)| {
        let Some((text, next)) = ready else { return Ok(None) };
        query.before = next;
        let after = match next {
            Some(_) => Some(piece(query.clone()).await?),
            None => None,
        };
        Ok::<_, Error>(Some((text, (after, query, piece))))
    });
    Ok(Body::from_stream(pieces))
}

fn answer(file: Result<Body, Error>, name: &str) -> Response {
    match file {
        Ok(body) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, body).into_response()
        }
        Err(error) => forms::plain(&error.into_refusal()),
    }
}
