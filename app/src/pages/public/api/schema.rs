//! Schemas of the document in words and examples.

use serde_json::{Map, Value, json};

/// What a reference leads to; anything else is itself.
pub fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let reference = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    let found = reference.and_then(|path| document.pointer(path));
    found.map_or(schema, |found| resolved(document, found))
}

/// The schema beside `null`, and whether there is one.
fn present<'a>(document: &'a Value, schema: &'a Value) -> (&'a Value, bool) {
    let schema = resolved(document, schema);
    let choices = schema["oneOf"].as_array();
    let other = choices.and_then(|all| all.iter().find(|one| one["type"] != "null"));
    let nullable = choices.is_some()
        || schema["type"]
            .as_array()
            .is_some_and(|all| all.contains(&"null".into()));
    (other.map_or(schema, |other| resolved(document, other)), nullable)
}

fn kind(schema: &Value) -> &str {
    let several = schema["type"].as_array().into_iter().flatten();
    let first = several.filter_map(Value::as_str).find(|kind| *kind != "null");
    schema["type"].as_str().or(first).unwrap_or_default()
}

/// A schema in a few words: "whole number from 1", "list of admin, manager or learner".
pub fn words(document: &Value, schema: &Value) -> String {
    let (schema, nullable) = present(document, schema);
    let choices: Vec<&str> = schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let text = match (kind(schema), schema["format"].as_str()) {
        _ if !choices.is_empty() => choices.join(" | "),
        (_, Some("uuid")) => "id".to_owned(),
        (_, Some("date-time")) => "time".to_owned(),
        ("integer", _) => "whole number".to_owned(),
        ("array", _) => format!("list of {}", words(document, &schema["items"])),
        ("string", _) => "text".to_owned(),
        ("boolean", _) => "true or false".to_owned(),
        (other, _) => other.to_owned(),
    };
    if nullable { format!("{text}, or null") } else { text }
}

/// An example of a schema: its own, else one made of its parts.
pub fn example(document: &Value, schema: &Value) -> Value {
    let (schema, _) = present(document, schema);
    if let Some(own) = schema.get("example") {
        return own.clone();
    }
    let first = schema["enum"].as_array().and_then(|all| all.first());
    match (kind(schema), schema["format"].as_str()) {
        _ if first.is_some() => first.cloned().unwrap_or_default(),
        (_, Some("uuid")) => json!("0199b2f4-8c1a-7e63-9d5e-2f1c7a4b8d60"),
        (_, Some("date-time")) => json!("2026-11-22T09:30:00Z"),
        ("integer", _) => schema.get("minimum").cloned().unwrap_or(json!(1)),
        ("number", _) => json!(0.85),
        ("boolean", _) => json!(false),
        ("array", _) => json!([example(document, &schema["items"])]),
        ("object", _) => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            let pair = |(name, field): (&String, &Value)| (name.clone(), example(document, field));
            fields.map(pair).collect::<Map<String, Value>>().into()
        }
        _ => json!("…"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_are_told_and_shown() {
        let document = json!({ "components": { "schemas": {
            "Role": { "type": "string", "enum": ["admin", "learner"] },
            "UserId": { "type": "string", "format": "uuid" },
        } } });
        let role = json!({ "$ref": "#/components/schemas/Role" });
        let maybe = json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/UserId" }] });
        let user = json!({ "type": "object", "properties": {
            "roles": { "type": "array", "items": role },
            "n": { "type": ["integer", "null"], "minimum": 3 },
        } });
        assert_eq!(words(&document, &role), "admin | learner");
        assert_eq!(words(&document, &maybe), "id, or null");
        assert_eq!(words(&document, &user["properties"]["n"]), "whole number, or null");
        assert_eq!(example(&document, &user), json!({ "roles": ["admin"], "n": 3 }));
    }
}
