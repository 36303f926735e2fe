//! Uploads of packages: streamed to a file on disk, then read; never whole in memory.

mod fields;

use axum::{
    extract::{FromRequestParts, Path, Request, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use lectern_app::caller::notice_cookie;
use lectern_contract::{CourseId, Refusal, notice::Notice};
use lectern_domain::{Error, accounts::sessions::Person, courses::receive};
use tracing::Instrument;

use crate::doors::forms::{self, Site};
pub(crate) use fields::{Field, Fields};

/// `POST /admin/courses/upload`: a new course.
pub async fn new(State(site): State<Site>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut fields = Vec::new();
    let done = async {
        let person = person(&mut parts).await?;
        let file = spool(&site, Request::from_parts(parts.clone(), body), &mut fields).await?;
        let (portal, actor) = (site.portal.clone(), person.actor);
        to_its_end(async move { receive::receive(&portal, &actor, file).await }).await
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
        let (portal, actor) = (site.portal.clone(), person.actor);
        to_its_end(async move { receive::replace(&portal, &actor, course, file).await }).await?;
        Ok(course)
    };
    match done.await {
        Ok(course) => lead_to(&site, &parts.headers, course),
        Err(error) => refused(&site, parts, error, fields).await,
    }
}

/// Runs an act to its end. Where the client goes away, its request is dropped at the next step; a package that is being
/// unpacked would leave files that no row names, and a list that is being read a batch without its rows.
pub(crate) async fn to_its_end<T: Send + 'static>(
    act: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    tokio::spawn(act.in_current_span()).await.map_err(Error::fault)?
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
    let mut form = Fields::of(site, request).await?;
    while let Some(mut field) = form.next().await? {
        let name = field.name().to_owned();
        if name != "file" {
            fields.push((name, field.small().await?));
            continue;
        }
        if over {
            return Err(Refusal::UploadTooLarge(megabytes).into());
        }
        if field.file_name().is_empty() {
            return Err(Refusal::NoFile.into());
        }
        let (file, _) = field.keep(megabytes).await?;
        return Ok(file);
    }
    Err(Refusal::NoFile.into())
}
