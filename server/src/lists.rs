//! Lists of addresses on their way in, and what became of them on its way out: both as streams, never whole in memory.

use std::fs::File;

use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use futures::stream;
use lectern_app::{caller::notice_cookie, pages::manager::area::batch_page};
use lectern_contract::{BatchId, CourseId, Refusal, limits, notice::Notice};
use lectern_domain::{
    Error,
    invitations::batch::{
        Given,
        receive::{Received, Upload, receive},
        result,
    },
};

use crate::{
    doors::forms::{self, Site},
    upload::{Field, Fields, person, refused, to_its_end},
};

/// Bytes of a pasted list that come back with a refused form; a longer one has to be pasted again.
const COMES_BACK: u64 = 64_000;

/// `POST /manager/courses/{id}/bulk/upload`, `POST /admin/courses/{id}/bulk/upload`: a list, pasted or as a file.
pub async fn give(State(site): State<Site>, Path(id): Path<String>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut fields = Vec::new();
    let done = async {
        let person = person(&mut parts).await?;
        let course: CourseId = id.parse().map_err(|_| Refusal::NotFound)?;
        let list = list(&site, Request::from_parts(parts.clone(), body), &mut fields).await?;
        let (role, portal, actor) = (person.actor.role, site.portal.clone(), person.actor);
        let received = to_its_end(async move { receive(&portal, &actor, course, list).await }).await?;
        Ok((role, received))
    };
    match done.await {
        Ok((role, received)) => {
            let notice = match received {
                Received::New(_) => Notice::BatchRead,
                Received::Known(_) => Notice::BatchKnown,
            };
            let led = [
                (header::LOCATION, batch_page(role, received.id())),
                (header::SET_COOKIE, notice_cookie(&site.portal, notice)),
            ];
            (StatusCode::SEE_OTHER, led).into_response()
        }
        Err(error) => refused(&site, parts, error, fields).await,
    }
}

/// The list of the form: what was pasted, or the file; and the small fields, which lead back where it is refused.
async fn list(site: &Site, request: Request, fields: &mut Vec<(String, String)>) -> Result<Upload, Error> {
    let mut form = Fields::of(site, request).await?;
    let (mut pasted, mut chosen) = (None, None);
    while let Some(mut field) = form.next().await? {
        match field.name().to_owned().as_str() {
            "addresses" => pasted = paste(&mut field, fields).await?,
            "file" => {
                let name = field.file_name().to_owned();
                let (file, _) = field.keep(limits::BATCH_MEGABYTES).await?;
                chosen = (!name.is_empty()).then_some((file, name));
            }
            name => fields.push((name.to_owned(), field.small().await?)),
        }
    }
    match (pasted, chosen) {
        (Some(_), Some(_)) => Err(Refusal::TextOrFile.into()),
        (Some(file), None) => Ok(Upload {
            file,
            name: "Pasted addresses".into(),
            given: Given::Pasted,
        }),
        (None, Some((file, name))) => Ok(Upload {
            file,
            name,
            given: Given::File,
        }),
        (None, None) => Err(Refusal::Missing(lectern_contract::refusal::Field::Addresses).into()),
    }
}

/// What was pasted; none where nothing was.
async fn paste(field: &mut Field<'_>, fields: &mut Vec<(String, String)>) -> Result<Option<File>, Error> {
    use std::io::{Read, Seek, SeekFrom};
    let (mut file, bytes) = field.keep(limits::BATCH_MEGABYTES).await?;
    if bytes > COMES_BACK {
        return Ok(Some(file));
    }
    let mut text = String::new();
    let read = file.read_to_string(&mut text);
    file.seek(SeekFrom::Start(0))?;
    let blank = read.is_ok() && text.trim().is_empty();
    fields.push(("addresses".into(), text));
    Ok((!blank).then_some(file))
}

/// `GET /manager/batches/{id}/result.csv`, `GET /admin/batches/{id}/result.csv`
pub async fn result(State(site): State<Site>, Path(id): Path<String>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    match begin(&site, &mut parts, &id).await {
        Ok(body) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"invitations.csv\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, body).into_response()
        }
        Err(error) => forms::plain(&error.into_refusal()),
    }
}

/// The first piece says whether the file is theirs; the others follow as fast as they are taken.
async fn begin(site: &Site, parts: &mut Parts, id: &str) -> Result<Body, Error> {
    let actor = person(parts).await?.actor;
    let id: BatchId = id.parse().map_err(|_| Refusal::NotFound)?;
    let first = result::piece(&site.portal, &actor, id, 0).await?;
    let portal = site.portal.clone();
    let pieces = stream::try_unfold(Some((Some(first), 0)), move |at| {
        let (portal, actor) = (portal.clone(), actor.clone());
        async move {
            let Some((ready, after)) = at else { return Ok(None) };
            let piece = match ready {
                Some(piece) => piece,
                None => result::piece(&portal, &actor, id, after).await?,
            };
            Ok::<_, Error>(Some((piece.text, piece.next.map(|next| (None, next)))))
        }
    });
    Ok(Body::from_stream(pieces))
}

/// `GET /sample-invitations.csv`: a list to begin with.
pub async fn sample() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"sample-invitations.csv\"",
        ),
    ];
    (headers, SAMPLE).into_response()
}

const SAMPLE: &str = "\u{feff}Name,E-mail\r\nMia Chen,mia@example.org\r\n\"Ortiz, Leo\",leo@example.org\r\n";
