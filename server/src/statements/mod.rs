//! Statements as files: CSV as a stream of pieces, XLSX from a file on disk; neither is ever whole in memory.

mod book;

use std::sync::Arc;

use axum::{
    Extension,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use futures::stream;
use lectern_contract::{AccountId, Refusal, statements::Period};
use lectern_domain::{
    Actor, Error, Portal, Result,
    accounts::sessions::Person,
    credits::statement::file::{self, Extract},
};
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::io::ReaderStream;

use crate::doors::forms::{self, Site};

/// Workbooks written at once: each takes a thread, and a file on disk that grows with the statement.
const AT_ONCE: usize = 4;

/// Where workbooks are written. Who finds no free desk tries again in a moment.
#[derive(Clone, Debug)]
pub struct Desks(Arc<Semaphore>);

/// A desk that somebody has, until it is dropped.
pub type Desk = OwnedSemaphorePermit;

impl Default for Desks {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Desks {
    fn take(&self) -> Result<Desk> {
        self.0.clone().try_acquire_owned().map_err(|_| Refusal::Busy.into())
    }
}

/// The days somebody asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Days {
    from: String,
    to: String,
}

/// `GET /admin/accounts/{id}/statement.csv`, `GET /manager/accounts/{id}/statement.csv`
pub async fn csv(
    State(site): State<Site>,
    Extension(person): Extension<Person>,
    Path(id): Path<String>,
    Query(days): Query<Days>,
) -> Response {
    match csv_of(&site.portal, &person, &id, &days).await {
        Ok(answer) => answer,
        Err(error) => forms::plain(&error.into_refusal()),
    }
}

async fn csv_of(portal: &Portal, person: &Person, id: &str, days: &Days) -> Result<Response> {
    let extract = begin(portal, &person.actor, id, days).await?;
    let headers = headers(&extract, "csv", "text/csv; charset=utf-8");
    Ok((headers, csv_body(portal.clone(), person.actor.clone(), extract)?).into_response())
}

/// Head, lines and foot, as fast as they are taken. A fault in the middle breaks the connection off, so that half a
/// statement does not pass for a whole one.
fn csv_body(portal: Portal, actor: Actor, extract: Extract) -> Result<Body> {
    let head = extract.csv_head()?;
    let lines = stream::try_unfold(Some(extract), move |extract| {
        let (portal, actor) = (portal.clone(), actor.clone());
        async move {
            let Some(mut extract) = extract else { return Ok(None) };
            if extract.left() == 0 {
                return Ok::<_, Error>(Some((extract.csv_foot()?, None)));
            }
            let lines = extract.next(&portal, &actor).await?;
            Ok(Some((extract.csv_lines(lines)?, Some(extract))))
        }
    });
    let head = stream::once(async move { Ok::<_, Error>(head) });
    Ok(Body::from_stream(futures::StreamExt::chain(head, lines)))
}

/// `GET /admin/accounts/{id}/statement.xlsx`, `GET /manager/accounts/{id}/statement.xlsx`
pub async fn xlsx(
    State(site): State<Site>,
    Extension(desks): Extension<Desks>,
    Extension(person): Extension<Person>,
    Path(id): Path<String>,
    Query(days): Query<Days>,
) -> Response {
    match xlsx_of(&site, &desks, &person, &id, &days).await {
        Ok(answer) => answer,
        Err(error) => forms::plain(&error.into_refusal()),
    }
}

async fn xlsx_of(site: &Site, desks: &Desks, person: &Person, id: &str, days: &Days) -> Result<Response> {
    let (portal, incoming) = (&site.portal, &site.spool.incoming);
    let extract = begin(portal, &person.actor, id, days).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let headers = headers(&extract, "xlsx", kind);
    let file = book::write(portal, &person.actor, extract, incoming, desks.take()?).await?;
    let body = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)));
    Ok((headers, body).into_response())
}

async fn begin(portal: &Portal, actor: &Actor, id: &str, days: &Days) -> Result<Extract> {
    let account: AccountId = id.parse().map_err(|_| Refusal::NotFound)?;
    // Whose account it is comes first: who may not see it learns nothing about the days they typed.
    let period = Period::read(&days.from, &days.to);
    let extract = file::begin(portal, actor, account, period.unwrap_or_default()).await?;
    period.ok_or(Refusal::BadRequest)?;
    Ok(extract)
}

fn headers(extract: &Extract, ending: &str, kind: &'static str) -> [(HeaderName, String); 3] {
    let day = extract.local(extract.made).format("%Y-%m-%d");
    let name = format!(
        "attachment; filename=\"statement-{}-{day}.{ending}\"",
        extract.head.kind
    );
    [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_is_free_again_once_its_workbook_is_written() {
        let desks = Desks::default();
        let mut taken: Vec<Desk> = (0..AT_ONCE).map(|_| desks.take().expect("a free desk")).collect();
        let refused = desks.take().expect_err("all are taken");
        assert!(matches!(refused, Error::Refused(Refusal::Busy)), "{refused:?}");
        taken.pop();
        drop(desks.take().expect("one is free"));
    }
}
