//! NUL: PostgreSQL keeps it in no text, and SQLite would. So forms and calls that bring it are refused on both, and
//! searches go without it (`lectern_app::caller::form_fields`).

use serde_json::Value;

/// Whether decoded fields of a form, or of an address's query, have it. Nothing else is written so: a `%` that means
/// itself is `%25`.
pub fn is_in_form(text: &[u8]) -> bool {
    text.contains(&0) || text.windows(3).any(|piece| piece == b"%00")
}

/// The pointer to the first text of a JSON body that has it.
pub fn in_json(body: &[u8]) -> Option<String> {
    // Almost no body needs the second reading: in JSON it is always written like this.
    if !body.windows(6).any(|piece| piece == b"\\u0000") {
        return None;
    }
    find(&serde_json::from_slice(body).ok()?)
}

fn find(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(all) => (0..)
            .zip(all)
            .find_map(|(at, value): (u32, _)| Some(format!("/{at}{}", find(value)?))),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let name = name.replace('~', "~0").replace('/', "~1");
            Some(format!("/{name}{}", find(value)?))
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_have_it_as_a_byte_or_encoded() {
        for text in ["%00", "a=b%00c", "%%00", "a\0", "%2%00"] {
            assert!(is_in_form(text.as_bytes()), "{text:?}");
        }
        for text in ["", "a=%2500", "%01", "00", "%0", "%2%0"] {
            assert!(!is_in_form(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn json_has_it_escaped_and_the_field_is_named() {
        let found = |body: &str| in_json(body.as_bytes());
        assert_eq!(
            found(r#"{"a":"x","b~/":["y",{"c":"\u0000"}]}"#).as_deref(),
            Some("/b~0~1/1/c")
        );
        assert_eq!(found(r#""\\\u0000""#).as_deref(), Some(""));
        for body in ["", "{}", r#"{"a":"\\u0000"}"#, r#"{"a":"\u0000"#, r#"{"a":"\u00001"#] {
            assert_eq!(found(body), None, "{body}");
        }
    }
}
