//! A small check of answers against the document: types, enums, formats, needed and unknown fields.

use http::Method;
use serde_json::Value;

use crate::support::Answer;

/// Fails unless the value is what the document says at this place.
#[track_caller]
pub fn assert_is(document: &Value, reference: &str, value: &Value) {
    let schema = serde_json::json!({ "$ref": reference });
    if let Err(wrong) = check(document, &schema, value, "") {
        panic!("{wrong}\nin {value:#}");
    }
}

/// Fails unless the document foresees the answer's status for the call, and its body.
#[track_caller]
pub fn assert_documented(document: &Value, method: &Method, path: &str, answer: &Answer) {
    let Some(operation) = operation(document, method, path) else {
        return;
    };
    let said = &operation["responses"][answer.status.to_string()];
    let said = resolved(document, said);
    assert!(said.is_object(), "the document does not foresee this: {answer}");
    let kind = answer.header("content-type");
    let content = said["content"].as_object();
    match content.and_then(|all| all.get(kind)) {
        Some(content) => {
            if let Err(wrong) = check(document, &content["schema"], &answer.json(), "") {
                panic!("{wrong}\nin {answer}");
            }
        }
        None => assert!(
            content.is_none() && answer.body.is_empty(),
            "undocumented body: {answer}"
        ),
    }
}

/// What the document says of a call; none where it does not have it.
pub fn operation<'a>(document: &'a Value, method: &Method, path: &str) -> Option<&'a Value> {
    let path = path.strip_prefix("/api/v1")?.split('?').next()?;
    let fits = |route: &str| {
        let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
        route.len() == path.len() && route.iter().zip(&path).all(|(a, b)| a == b || a.starts_with('{'))
    };
    let mut routes: Vec<_> = document["paths"]
        .as_object()?
        .iter()
        .filter(|(route, _)| fits(route))
        .collect();
    // The fixed word comes before the id it could be taken for.
    routes.sort_by_key(|(route, _)| route.matches('{').count());
    routes.first()?.1.get(method.as_str().to_lowercase())
}

pub fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(path) => document
            .pointer(&path[1..])
            .unwrap_or_else(|| panic!("{path} leads nowhere")),
        None => schema,
    }
}

fn check(document: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let schema = resolved(document, schema);
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = choices.iter().any(|one| check(document, one, value, at).is_ok());
        return fits.then_some(()).ok_or_else(|| format!("{at} is none of {choices:?}"));
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        Value::String(one) => vec![one],
        _ => return Err(format!("{at} has a schema without a type: {schema}")),
    };
    let whole = value.is_i64() && kinds.contains(&"number");
    if !whole && !kinds.contains(&kind_of(value)) {
        return Err(format!("{at} is {value}, not {kinds:?}"));
    }
    let enumerated = schema["enum"].as_array();
    if !value.is_null() && enumerated.is_some_and(|all| !all.contains(value)) {
        return Err(format!("{at} is {value}, none of the words"));
    }
    if let Some(text) = value.as_str() {
        let fits = match schema["format"].as_str() {
            Some("uuid") => text.parse::<uuid::Uuid>().is_ok(),
            Some("date-time") => text.parse::<chrono::DateTime<chrono::Utc>>().is_ok(),
            _ => true,
        };
        return fits
            .then_some(())
            .ok_or_else(|| format!("{at} is no {}: {text}", schema["format"]));
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        check(document, &schema["items"], item, &format!("{at}/{number}"))?;
    }
    match (value.as_object(), schema["properties"].as_object()) {
        (Some(fields), Some(known)) => {
            for needed in schema["required"].as_array().into_iter().flatten() {
                if !fields.contains_key(needed.as_str().unwrap_or_default()) {
                    return Err(format!("{at} lacks {needed}"));
                }
            }
            for (name, field) in fields {
                let schema = known.get(name).ok_or_else(|| format!("{at} has an unknown {name}"))?;
                check(document, schema, field, &format!("{at}/{name}"))?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn the_check_can_fail() {
    let document = serde_json::json!({ "components": { "schemas": { "A": {
        "type": "object", "required": ["id"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "n": { "type": ["integer", "null"] },
            "word": { "oneOf": [{ "type": "null" }, { "type": "string", "enum": ["a", "b"] }] },
        },
    } } } });
    let schema = serde_json::json!({ "$ref": "#/components/schemas/A" });
    let id = "01970000-0000-7000-8000-000000000001";
    for (value, fits) in [
        (serde_json::json!({ "id": id, "n": 3, "word": "a" }), true),
        (serde_json::json!({ "id": id, "n": null, "word": null }), true),
        (serde_json::json!({ "n": 3 }), false),
        (serde_json::json!({ "id": "x" }), false),
        (serde_json::json!({ "id": id, "n": "3" }), false),
        (serde_json::json!({ "id": id, "word": "c" }), false),
        (serde_json::json!({ "id": id, "more": 1 }), false),
    ] {
        assert_eq!(check(&document, &schema, &value, "").is_ok(), fits, "{value}");
    }
}
