//! The description of the API (`OpenAPI` 3.1): what the handlers say of themselves, and what all of them have in common.

use lectern_contract::api_keys::Scope;
use serde_json::{Map, Value, json};
use utoipa::{OpenApi, openapi::OpenApi as Document};

use super::{
    ROOT,
    problem::{KIND, Problem},
};

const ABOUT: &str = "Every call needs an API key, made at Admin → API keys and sent as `Authorization: Bearer …`. \
A key acts for the admin who made it, within its scopes; where that admin may not act any more, neither may the key. \
What is not the organization’s is answered as if it did not exist.";

/// What stands above the calls; the handlers add themselves.
#[derive(Debug, OpenApi)]
#[openapi(
    info(title = "Lectern API", version = "1", license(name = "MIT OR Apache-2.0")),
    components(schemas(Problem)),
    tags(
        (name = "Users", description = "Who can sign in."),
        (name = "Courses", description = "What people are invited to, and who manages it."),
        (name = "Registrations", description = "One learner on one course: the enrollment and its result."),
        (name = "Credits", description = "Accounts, their statements, and movements between them."),
        (name = "Invitations", description = "One address invited to one course: held, accepted, given back."),
    ),
)]
pub struct Description;

/// The document with what all calls have in common: the key, its scopes, the idempotency key, problems.
pub fn complete(document: &Document) -> Value {
    let mut whole = serde_json::to_value(document).unwrap_or_default();
    let scopes: Vec<String> = Scope::ALL
        .iter()
        .map(|scope| format!("`{scope}`: {}.", scope.label()))
        .collect();
    whole["info"]["description"] = ABOUT.into();
    whole["servers"] = json!([{ "url": ROOT }]);
    whole["components"]["securitySchemes"] = json!({ "key": {
        "type": "http", "scheme": "bearer", "description": format!("An API key. Its scopes: {}", scopes.join(" ")),
    } });
    whole["components"]["responses"] = problems();
    whole["components"]["parameters"] = json!({ "IdempotencyKey": {
        "name": "Idempotency-Key", "in": "header", "required": true,
        "description": "1 to 120 visible ASCII characters, new for each act. The same key with the same request gives \
            the first answer again, whatever has changed since; with another request it is refused.",
        "schema": { "type": "string", "minLength": 1, "maxLength": 120 }, "example": "2026-11-22/order-17",
    } });
    for (path, method, operation) in operations(&mut whole) {
        dress(&path, &method, operation);
    }
    whole
}

/// What a call needs, by its method and address.
#[derive(Clone, Debug)]
pub struct Call {
    /// In small letters.
    pub method: String,
    /// Below the API's root, as the router has it.
    pub path: String,
    /// What the key must be allowed.
    pub scope: Option<Scope>,
}

/// Every call of the document.
pub fn calls(document: &Value) -> Vec<Call> {
    let mut copy = document.clone();
    let call = |(path, method, operation): (String, String, &mut Value)| Call {
        scope: operation["security"][0]["key"][0]
            .as_str()
            .and_then(|word| word.parse().ok()),
        method,
        path,
    };
    operations(&mut copy).into_iter().map(call).collect()
}

fn operations(document: &mut Value) -> Vec<(String, String, &mut Value)> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    paths
        .flat_map(|(path, item)| {
            let item = item.as_object_mut().into_iter().flatten();
            item.map(|(method, operation)| (path.clone(), method.clone(), operation))
        })
        .collect()
}

/// Calls that are the same however often they are made need no idempotency key.
const REPEATABLE: [&str; 2] = ["suspend", "restore"];

/// Adds the idempotency key and the problems a call can answer.
fn dress(path: &str, method: &str, operation: &mut Value) {
    let last = path.rsplit('/').next().unwrap_or_default();
    let once = method == "post" && !REPEATABLE.contains(&last);
    let has_body = operation.get("requestBody").is_some();
    if once {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let key = json!({ "$ref": "#/components/parameters/IdempotencyKey" });
        operation["parameters"] = [parameters, vec![key]].concat().into();
    }
    let mut statuses = vec![401, 403, 429, 500, 503];
    statuses.extend((once || has_body || method == "get").then_some(400));
    statuses.extend((path.contains('{') || operation["parameters"].is_array() || has_body).then_some(404));
    statuses.extend((method != "get").then_some(409));
    statuses.extend(path.ends_with("/accept").then_some(410));
    if has_body {
        statuses.extend([413, 415, 422]);
    }
    for status in statuses {
        operation["responses"][status.to_string()] = json!({ "$ref": format!("#/components/responses/{status}") });
    }
}

/// The problems, by status.
fn problems() -> Value {
    let words = [
        (400, "The address, the header or the body was not understood"),
        (401, "No key, or one that does not work"),
        (403, "The key does not have the scope"),
        (404, "There is no such thing, or it is not the organization’s"),
        (409, "The rules forbid it as things stand"),
        (410, "The invitation’s link was replaced by a newer one"),
        (413, "The body is too large"),
        (415, "The body is not JSON"),
        (422, "A field is not right"),
        (429, "Too many calls; Retry-After says when the next may come"),
        (500, "Something failed; nothing was half done"),
        (
            503,
            "The portal is busy; nothing was changed; Retry-After says when to try again",
        ),
    ];
    let content = json!({ KIND: { "schema": { "$ref": "#/components/schemas/Problem" } } });
    let one = |(status, words): (u16, &str)| {
        let mut answer = json!({ "description": words, "content": content });
        if matches!(status, 429 | 503) {
            let seconds = json!({ "description": "Seconds.", "schema": { "type": "integer", "minimum": 1 } });
            answer["headers"] = json!({ "Retry-After": seconds });
        }
        (status.to_string(), answer)
    };
    words.into_iter().map(one).collect::<Map<String, Value>>().into()
}
