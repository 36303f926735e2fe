//! Papers: what is handed out as PDF, laid out from what the domain says.

mod certificate;
pub mod invoice;
mod sheet;

use axum::{
    Extension,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Datelike, Timelike, Utc};
use krilla::metadata;
use lectern_contract::{OrderId, Refusal, RegistrationId};
use lectern_domain::{Error, Result, accounts::sessions::Person, certificates, orders};

use crate::doors::forms::{self, Site};

/// `GET /admin/purchases/{id}/invoice.pdf`, and for a manager's own `/manager/orders/{id}/invoice.pdf`. Others learn
/// nothing.
pub async fn invoice(
    State(site): State<Site>,
    Extension(person): Extension<Person>,
    Path(id): Path<String>,
) -> Response {
    match pdf(&site, &person, &id).await {
        Ok(answer) => answer,
        Err(error) => forms::plain(&error.into_refusal()),
    }
}

async fn pdf(site: &Site, person: &Person, id: &str) -> Result<Response> {
    let order: OrderId = id.parse().map_err(|_| Refusal::NotFound)?;
    let invoice = orders::invoice::show(site.portal.reader(), &person.actor, order).await?;
    let name = format!("attachment; filename=\"{}.pdf\"", invoice.name());
    // Laying out takes milliseconds of work without a pause: not on the threads that answer.
    let bytes = tokio::task::spawn_blocking(move || invoice::draw(&invoice))
        .await
        .map_err(Error::fault)??;
    Ok(handed_out(bytes, name))
}

/// `GET /{role}/registrations/{id}/certificate.pdf`, once it was issued. Others than the learner, their manager and the
/// admins learn nothing.
pub async fn certificate(
    State(site): State<Site>,
    Extension(person): Extension<Person>,
    Path(id): Path<String>,
) -> Response {
    match certificate_pdf(&site, &person, &id).await {
        Ok(answer) => answer,
        Err(error) => forms::plain(&error.into_refusal()),
    }
}

async fn certificate_pdf(site: &Site, person: &Person, id: &str) -> Result<Response> {
    let registration: RegistrationId = id.parse().map_err(|_| Refusal::NotFound)?;
    let certificate = certificates::show(&site.portal, &person.actor, registration).await?;
    let name = format!("attachment; filename=\"certificate-{}.pdf\"", certificate.number);
    let bytes = tokio::task::spawn_blocking(move || certificate::draw(&certificate))
        .await
        .map_err(Error::fault)??;
    Ok(handed_out(bytes, name))
}

fn handed_out(bytes: Vec<u8>, name: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    (headers, bytes).into_response()
}

/// An instant as PDF keeps it.
fn date(at: DateTime<Utc>) -> metadata::DateTime {
    let byte = |n: u32| u8::try_from(n).unwrap_or_default();
    metadata::DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(byte(at.month()))
        .day(byte(at.day()))
        .hour(byte(at.hour()))
        .minute(byte(at.minute()))
        .second(byte(at.second()))
        .utc_offset_hour(0)
}
