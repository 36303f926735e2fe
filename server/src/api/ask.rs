//! What handlers take from a call: who asks, the address's parameters, the idempotency key, the body.

use std::{ops::Deref, str::FromStr};

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, OriginalUri, Path, Query, Request},
    http::{HeaderMap, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use lectern_contract::{Refusal, limits, refusal::ApiProblem};
use lectern_domain::{Actor, Portal, api_keys::admit::Admission};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::Segment;

use super::problem::{Answer, Refused};
use crate::doors::nul;

/// A program that the door let in.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The portal.
    pub portal: Portal,
    /// With which key, and for whom.
    pub admission: Admission,
}

impl Caller {
    /// Who acts, for the domain.
    pub const fn actor(&self) -> &Actor {
        &self.admission.actor
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| Refusal::Fault.into())
    }
}

/// The id in the address. What is no id names nothing.
#[derive(Clone, Copy, Debug)]
pub struct Named<I>(pub I);

impl<I: FromStr, S: Send + Sync> FromRequestParts<S> for Named<I> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        let id = text.ok().and_then(|text| text.parse().ok());
        id.map(Self).ok_or_else(|| Refusal::NotFound.into())
    }
}

/// The parameters of the address, all of them known.
#[derive(Clone, Debug)]
pub struct Asked<T> {
    /// What is asked for.
    pub wanted: T,
    /// The whole address.
    pub uri: Uri,
}

impl<T> Deref for Asked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.wanted
    }
}

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
        if nul::is_in_form(uri.query().unwrap_or_default().as_bytes()) {
            return Err(Refusal::Api(ApiProblem::BadParameter).into());
        }
        match Query::try_from_uri(uri) {
            Ok(Query(wanted)) => Ok(Self {
                wanted,
                uri: uri.clone(),
            }),
            Err(_) => Err(Refusal::Api(ApiProblem::BadParameter).into()),
        }
    }
}

/// The idempotency key as the domain takes it: no other API key has it.
#[derive(Clone, Debug)]
pub struct OnceKey(pub String);

impl<S: Sync> FromRequestParts<S> for OnceKey {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let key = parts.headers.get("idempotency-key");
        let key = key.ok_or(Refusal::Api(ApiProblem::IdempotencyKeyNeeded))?;
        let text = key.to_str().unwrap_or_default();
        let fits = (1..=limits::IDEMPOTENCY_KEY).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if fits {
            Ok(Self(caller.admission.own(text)))
        } else {
            Err(Refusal::Api(ApiProblem::BadIdempotencyKey).into())
        }
    }
}

/// A body, read only once everything before it was right.
#[derive(Clone, Debug)]
pub struct Sent {
    headers: HeaderMap,
    body: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        let headers = request.headers().clone();
        match Bytes::from_request(request, state).await {
            Ok(body) => Ok(Self { headers, body }),
            Err(rejected) if rejected.status().as_u16() == 413 => Err(Refusal::BodyTooLarge.into()),
            Err(_) => Err(Refusal::BadRequest.into()),
        }
    }
}

impl Sent {
    /// The body as what the call takes. A field that is not offered is refused, not ignored.
    ///
    /// # Errors
    /// 415 for another type than JSON, 400 for no JSON, 422 naming the field.
    pub fn json<T: DeserializeOwned>(&self) -> Answer<T> {
        let kind = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(Refusal::Api(ApiProblem::JsonNeeded).into());
        }
        // A list would be taken for fields in their order.
        if self.body.trim_ascii_start().first().is_some_and(|first| *first == b'[') {
            return Err(Refused::at(String::new(), ApiProblem::WrongType));
        }
        if let Some(pointer) = nul::in_json(&self.body) {
            return Err(Refused::at(pointer, ApiProblem::WrongType));
        }
        let mut reader = serde_json::Deserializer::from_slice(&self.body);
        let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| unread(&error))?;
        reader.end().map_err(|_| Refusal::Api(ApiProblem::BadJson))?;
        Ok(read)
    }
}

/// What is wrong with which field.
fn unread(error: &serde_path_to_error::Error<serde_json::Error>) -> Refused {
    if error.inner().classify() != Category::Data {
        return Refusal::Api(ApiProblem::BadJson).into();
    }
    let pointer: String = error.path().iter().map(step).collect();
    let text = error.inner().to_string();
    if text.starts_with("unknown field") {
        return Refused::at(pointer, ApiProblem::UnknownField);
    }
    match text
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split_once('`'))
    {
        Some((field, _)) => Refused::at(format!("{pointer}/{field}"), ApiProblem::MissingField),
        None => Refused::at(pointer, ApiProblem::WrongType),
    }
}

/// One step of a JSON pointer.
fn step(segment: &Segment) -> String {
    match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    }
}

/// 201 with where the new thing is.
pub fn made(place: &str, id: impl std::fmt::Display, body: impl serde::Serialize) -> Response {
    let location = format!("{}/{place}/{id}", super::ROOT);
    let created = StatusCode::CREATED;
    (created, [(header::LOCATION, location)], axum::Json(body)).into_response()
}
