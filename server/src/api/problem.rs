//! Refusals as problem details (RFC 9457). The sentence is the one people read; the type is the refusal's own name.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use lectern_contract::{Refusal, refusal::ApiProblem};
use lectern_domain::Error;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// What a problem is served as.
pub const KIND: &str = "application/problem+json";
/// What a problem's type begins with.
const TYPE: &str = "urn:lectern:problem:";
/// Refusals that only hold another one, whose name says more.
const OUTER: [&str; 5] = ["Api", "Invitation", "Order", "Package", "Webhook"];

/// Why a call was refused (RFC 9457).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "type": "urn:lectern:problem:not-enough-credits", "title": "Not enough credits", "status": 409,
    "detail": "5 credits are needed and 2 are free. Nothing was changed.",
    "errors": [{ "pointer": "/amount", "detail": "5 credits are needed and 2 are free. Nothing was changed." }],
    "facts": { "free": 2, "asked": 5 }
}))]
pub struct Problem {
    /// Which problem it is: a name that stays the same.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same in words.
    pub title: String,
    /// The answer's status.
    pub status: u16,
    /// A sentence for people.
    pub detail: String,
    /// Which fields of the body it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// The numbers in the sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub facts: Option<Value>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldProblem {
    /// The field (a JSON pointer, RFC 6901).
    pub pointer: String,
    /// A sentence for people.
    pub detail: String,
}

/// A refused call.
#[derive(Clone, Debug)]
pub struct Refused {
    refusal: Refusal,
    /// The field, where reading the body itself failed.
    pointer: Option<String>,
}

/// What handlers answer.
pub type Answer<T> = Result<T, Refused>;

impl Refused {
    /// A field of the body that could not be read.
    pub fn at(pointer: String, problem: ApiProblem) -> Self {
        Self {
            refusal: Refusal::Api(problem),
            pointer: Some(pointer),
        }
    }

    fn problem(&self) -> Problem {
        let (name, facts) = name(&self.refusal);
        let own = self.refusal.field().map(|field| format!("/{}", field.name()));
        let pointer = self.pointer.clone().or(own);
        let errors = pointer.map(|pointer| {
            let sentences = self.refusal.sentences().into_iter();
            let error = |detail| FieldProblem {
                pointer: pointer.clone(),
                detail,
            };
            sentences.map(error).collect()
        });
        Problem {
            kind: format!("{TYPE}{}", spelled(&name, '-')),
            title: sentence_case(&spelled(&name, ' ')),
            status: self.refusal.status(),
            detail: self.refusal.sentence(),
            errors: errors.unwrap_or_default(),
            facts,
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        // People read of a form that was sent before; a program sent a header.
        let refusal = match refusal {
            Refusal::KeyReused => Refusal::Api(ApiProblem::IdempotencyKeyReused),
            other => other,
        };
        Self { refusal, pointer: None }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        error.into_refusal().into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let text = serde_json::to_string(&problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, KIND)], text).into_response();
        let more = match status {
            StatusCode::UNAUTHORIZED => Some((header::WWW_AUTHENTICATE, "Bearer realm=\"lectern\"")),
            StatusCode::SERVICE_UNAVAILABLE => Some((header::RETRY_AFTER, "2")),
            _ => None,
        };
        if let Some((name, value)) = more {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// Makes a problem of what a layer refused in its own words; the layer's headers stay.
pub async fn dress(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !(status.is_client_error() || status.is_server_error()) || kind.is_some_and(|kind| kind == KIND) {
        return response;
    }
    let refusal = match status {
        StatusCode::NOT_FOUND => Refusal::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Refusal::Api(ApiProblem::MethodNotAllowed),
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::BodyTooLarge,
        StatusCode::TOO_MANY_REQUESTS => Refusal::TooManyRequests,
        StatusCode::SERVICE_UNAVAILABLE => Refusal::Busy,
        status if status.is_client_error() => Refusal::BadRequest,
        _ => Refusal::Fault,
    };
    let mut problem = Refused::from(refusal).into_response();
    for (name, value) in response.headers() {
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH) {
            problem.headers_mut().insert(name, value.clone());
        }
    }
    problem
}

/// The refusal's name and, where it has some, its numbers.
fn name(refusal: &Refusal) -> (String, Option<Value>) {
    let mut value = serde_json::to_value(refusal).unwrap_or_default();
    loop {
        let (name, inner) = match value {
            Value::String(name) => return (name, None),
            Value::Object(map) => map.into_iter().next().unwrap_or_default(),
            _ => return ("Fault".to_owned(), None),
        };
        if !OUTER.contains(&name.as_str()) {
            return (name, inner.is_object().then_some(inner));
        }
        value = inner;
    }
}

/// `NotEnoughCredits` as `not-enough-credits`.
fn spelled(name: &str, between: char) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !text.is_empty() {
            text.push(between);
        }
        text.extend(c.to_lowercase());
    }
    text
}

fn sentence_case(words: &str) -> String {
    let mut all = words.chars();
    all.next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(all).collect())
}

#[cfg(test)]
mod tests {
    use lectern_contract::{invitations::InvitationState, refusal::Field};

    use super::*;

    #[test]
    fn a_problem_names_the_refusal_its_numbers_and_its_field() {
        let lacks = Refused::from(Refusal::NotEnoughCredits { free: 2, asked: 5 }).problem();
        assert_eq!(lacks.kind, "urn:lectern:problem:not-enough-credits");
        assert_eq!(lacks.title, "Not enough credits");
        assert_eq!(lacks.facts, Some(serde_json::json!({ "free": 2, "asked": 5 })));
        assert_eq!(lacks.errors[0].pointer, "/amount");
        for (refusal, kind, status) in [
            (Refusal::NotFound, "not-found", 404),
            (Refusal::Missing(Field::Name), "missing", 422),
            (Refusal::InvitationIs(InvitationState::Accepted), "invitation-is", 409),
            (Refusal::KeyReused, "idempotency-key-reused", 409),
            (Refusal::Api(ApiProblem::KeyNeeded), "key-needed", 401),
        ] {
            let problem = Refused::from(refusal).problem();
            assert_eq!(problem.kind, format!("{TYPE}{kind}"));
            assert_eq!(problem.status, status);
        }
    }
}
