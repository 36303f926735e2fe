//! Uploads of packages: streamed to a file on disk, then read; never whole in memory.

use std::io::{Seek, SeekFrom};

use axum::extract::FromRequest;
use axum::{
    extract::{FromRequestParts, Multipart, Path, Request, State, multipart::Field},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use lectern_app::caller::notice_cookie;
use lectern_contract::{CourseId, Refusal, notice::Notice};
use lectern_domain::{Error, accounts::sessions::Person, courses::receive};
use tokio::io::AsyncWriteExt;

use crate::doors::forms::{self, Site};

/// `POST /admin/courses/upload`: a new course.
pub async fn new(State(site): State<Site>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut fields = Vec::new();
    let done = async {
        let person = person(&mut parts).await?;
        let file = spool(&site, Request::from_parts(parts.clone(), body), &mut fields).await?;
        receive::receive(&site.portal, &person.actor, file).await
    };
    match done.await {
        Ok(course) => lead_to(&site, &parts.headers, course),
        Err(error) => refused(&site, parts, error, fields).await,
    }
}

/// `POST /admin/courses/{id}/upload`: another package for a draft.
pub async fn replacement(State(site): State<Site>, Path(id): Path<String>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut fields = Vec::new();
    let done = async {
        let person = person(&mut parts).await?;
        let course: CourseId = id.parse().map_err(|_| Refusal::NotFound)?;
        let file = spool(&site, Request::from_parts(parts.clone(), body), &mut fields).await?;
        receive::replace(&site.portal, &person.actor, course, file).await?;
        Ok(course)
    };
    match done.await {
        Ok(course) => lead_to(&site, &parts.headers, course),
        Err(error) => refused(&site, parts, error, fields).await,
    }
}

pub(crate) async fn person(parts: &mut Parts) -> Result<Person, Error> {
    let person = axum::Extension::<Person>::from_request_parts(parts, &()).await;
    Ok(person.map_err(|_| Refusal::SignInFirst)?.0)
}

/// Leads to the course. A script would follow a redirect by itself and use the notice up before the person sees
/// it, so it is told where to go instead.
fn lead_to(site: &Site, headers: &HeaderMap, course: CourseId) -> Response {
    let scripted = headers.get("sec-fetch-dest").is_some_and(|to| to == "empty");
    let status = if scripted {
        StatusCode::CREATED
    } else {
        StatusCode::SEE_OTHER
    };
    let led = [
        (header::LOCATION, format!("/admin/courses/{course}")),
        (header::SET_COOKIE, notice_cookie(&site.portal, Notice::CourseUploaded)),
    ];
    (status, led).into_response()
}

pub(crate) async fn refused(site: &Site, parts: Parts, error: Error, fields: Vec<(String, String)>) -> Response {
    let refusal = error.into_refusal();
    if forms::accepts_html(&parts.headers) {
        return forms::again(site, parts, refusal, fields).await;
    }
    forms::plain(&refusal)
}

/// Writes the file of the form to disk and keeps the small fields before it.
async fn spool(site: &Site, request: Request, fields: &mut Vec<(String, String)>) -> Result<std::fs::File, Error> {
    let megabytes = site.portal.settings().upload_megabytes;
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let over = announced.is_some_and(|bytes| bytes > (megabytes + 1) * 1_000_000);
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refusal::BadRequest)?;
    while let Some(mut field) = form.next_field().await.map_err(|_| Refusal::BadRequest)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != "file" {
            fields.push((name, small(&mut field).await?));
            continue;
        }
        if over {
            return Err(Refusal::UploadTooLarge(megabytes).into());
        }
        if field.file_name().is_none_or(str::is_empty) {
            return Err(Refusal::NoFile.into());
        }
        let (file, _) = to_disk(&mut field, megabytes).await?;
        return Ok(file);
    }
    Err(Refusal::NoFile.into())
}

/// Writes a field of a form to a file that nobody else sees; answers it with its bytes.
pub(crate) async fn to_disk(field: &mut Field<'_>, megabytes: u64) -> Result<(std::fs::File, u64), Error> {
    let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(Error::fault)?);
    let mut bytes = 0;
    while let Some(piece) = field.chunk().await.map_err(|_| Refusal::BadRequest)? {
        bytes += piece.len() as u64;
        if bytes > megabytes * 1_000_000 {
            return Err(Refusal::UploadTooLarge(megabytes).into());
        }
        file.write_all(&piece).await.map_err(Error::fault)?;
    }
    file.flush().await.map_err(Error::fault)?;
    let mut file = file.into_std().await;
    file.seek(SeekFrom::Start(0)).map_err(Error::fault)?;
    Ok((file, bytes))
}

/// A field that is no file.
pub(crate) async fn small(field: &mut Field<'_>) -> Result<String, Error> {
    let mut text = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| Refusal::BadRequest)? {
        text.extend_from_slice(&piece);
        if text.len() > 10_000 {
            return Err(Refusal::BodyTooLarge.into());
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}
