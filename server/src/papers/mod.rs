//! Papers: what is handed out as PDF, laid out from what the domain says.

pub mod invoice;
mod sheet;

use axum::{
    Extension,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use lectern_contract::{OrderId, Refusal};
use lectern_domain::{Error, Result, accounts::sessions::Person, orders};

use crate::doors::forms::{self, Site};

/// `GET /admin/purchases/{id}/invoice.pdf`. Others than the organization's admins learn nothing.
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
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}
