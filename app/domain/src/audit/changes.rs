//! Before and after as people read them: what is the same in both is left out.

use std::collections::BTreeSet;

use lectern_contract::audit::Change;
use serde_json::Value;

/// Characters of one value that are shown.
const SHOWN: usize = 300;

/// What changed from one value to another.
pub(super) fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<Change> {
    match (before, after) {
        (None, None) => vec![],
        (Some(Value::Object(was)), Some(Value::Object(is))) => {
            let keys: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
            keys.into_iter()
                .filter(|key| was.get(*key) != is.get(*key))
                .map(|key| change(key, was.get(key), is.get(key)))
                .collect()
        }
        (None, Some(Value::Object(is))) => is.iter().map(|(key, value)| change(key, None, Some(value))).collect(),
        (before, after) => vec![change("", before, after)],
    }
}

fn change(key: &str, before: Option<&Value>, after: Option<&Value>) -> Change {
    Change {
        what: key.replace('_', " "),
        before: before.map(text),
        after: after.map(text),
    }
}

fn text(value: &Value) -> String {
    let whole = match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    match whole.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &whole[..end]),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(before: Option<&Value>, after: Option<&Value>) -> Vec<(String, Option<String>, Option<String>)> {
        let all = changes(before, after);
        all.into_iter()
            .map(|change| (change.what, change.before, change.after))
            .collect()
    }

    #[test]
    fn only_what_changed_is_shown() {
        let was = json!({"grace_days": 30, "reminders": true, "roles": ["admin", "learner"]});
        let is = json!({"grace_days": 7, "reminders": true, "roles": ["learner"]});
        assert_eq!(
            shown(Some(&was), Some(&is)),
            [
                ("grace days".to_owned(), Some("30".to_owned()), Some("7".to_owned())),
                (
                    "roles".to_owned(),
                    Some("admin, learner".to_owned()),
                    Some("learner".to_owned())
                ),
            ]
        );
    }

    #[test]
    fn single_values_and_new_things_are_shown_whole() {
        assert_eq!(
            shown(Some(&json!("active")), Some(&json!("suspended"))),
            [(String::new(), Some("active".to_owned()), Some("suspended".to_owned()))]
        );
        assert_eq!(
            shown(None, Some(&json!({"name": "Mia"}))),
            [("name".to_owned(), None, Some("Mia".to_owned()))]
        );
        assert_eq!(shown(None, None), []);
        let long = shown(None, Some(&json!("ü".repeat(1_000))));
        assert_eq!(long[0].2.as_ref().map(|text| text.chars().count()), Some(SHOWN + 1));
    }
}
