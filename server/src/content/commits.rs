//! What the player posts. It authorizes by the launch token in the path and may come as text (a beacon).

use axum::{
    Json,
    extract::{FromRequest, Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use lectern_contract::Refusal;
use lectern_domain::{
    Error,
    runtime::{
        commit::{self, Commit, Outcome},
        open::{self, TakeOver},
    },
};
use serde::Deserialize;
use serde_json::json;

use super::Content;

/// `POST …/~lectern/commit`. Strangers' words are not read.
pub async fn commit(State(content): State<Content>, Path(token): Path<String>, request: Request) -> Response {
    let launched = match commit::launched(&content.portal, &token).await {
        Ok(launched) => launched,
        Err(error) => return refused(error),
    };
    let body = match String::from_request(request, &()).await {
        Ok(body) => body,
        Err(rejected) => return rejected.into_response(),
    };
    let Ok(commit) = serde_json::from_str::<Commit>(&body) else {
        return reason(StatusCode::BAD_REQUEST, "not_understood");
    };
    match commit::take(&content.portal, launched, commit, &body).await {
        Ok(Outcome::Accepted { accepted, items }) => {
            Json(json!({ "accepted": accepted, "items": items })).into_response()
        }
        Ok(Outcome::OpenedElsewhere) => reason(StatusCode::CONFLICT, "opened_elsewhere"),
        Ok(Outcome::Ended) => reason(StatusCode::GONE, "ended"),
        Ok(Outcome::Invalid(problems)) => {
            let elements: Vec<_> = problems
                .iter()
                .map(|problem| json!({ "name": problem.element, "problem": problem.problem.to_string() }))
                .collect();
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                Json(json!({ "reason": "invalid", "elements": elements })),
            )
                .into_response()
        }
        Err(error) => refused(error),
    }
}

/// What a page that takes over says.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// Whether it means to replace newer work.
    #[serde(default)]
    replace: bool,
}

/// `POST …/~lectern/take-over`. Who says nothing that can be read replaces nothing.
pub async fn take_over(State(content): State<Content>, Path(token): Path<String>, body: String) -> Response {
    let Asked { replace } = serde_json::from_str(&body).unwrap_or_default();
    match open::take_over(&content.portal, &token, replace).await {
        Ok(TakeOver::Taken(sequence)) => Json(json!({ "sequence": sequence })).into_response(),
        Ok(TakeOver::Newer) => reason(StatusCode::CONFLICT, "newer"),
        Err(error) => refused(error),
    }
}

/// `POST …/~lectern/end`.
pub async fn end(State(content): State<Content>, Path(token): Path<String>) -> Response {
    match open::close(&content.portal, &token).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refused(error),
    }
}

fn reason(status: StatusCode, reason: &str) -> Response {
    (status, Json(json!({ "reason": reason }))).into_response()
}

fn refused(error: Error) -> Response {
    match error.into_refusal() {
        Refusal::StaleLink => reason(StatusCode::GONE, "ended"),
        Refusal::Busy => reason(StatusCode::SERVICE_UNAVAILABLE, "busy"),
        Refusal::Fault => reason(StatusCode::INTERNAL_SERVER_ERROR, "fault"),
        _ => reason(StatusCode::BAD_REQUEST, "not_understood"),
    }
}
