//! Before and after as people read them: what is the same in both is left out, and who or what is there by an id is
//! shown by name.

use std::collections::{BTreeMap, BTreeSet};

use lectern_contract::{audit::Change, money::Money};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::details::{id, named};

/// Characters of one value that are shown.
const SHOWN: usize = 300;

/// The names of people and things by their ids; none of what is unknown.
type Names<'a> = &'a dyn Fn(Uuid) -> Option<String>;

/// What an act changed from one value to another.
pub(super) fn changes(act: &str, before: Option<&Value>, after: Option<&Value>, names: Names<'_>) -> Vec<Change> {
    let before = before.map(|side| named(act, side));
    let after = after.map(|side| named(act, side));
    let (before, after) = (before.as_deref(), after.as_deref());
    let nothing = Map::new();
    let (Some(was), Some(is)) = (values(before, &nothing), values(after, &nothing)) else {
        return vec![change("", before, after, names)];
    };
    let keys: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    keys.into_iter()
        .filter(|key| there(was.get(*key)) != there(is.get(*key)))
        .map(|key| change(key, was.get(key), is.get(key), names))
        .collect()
}

/// The values of a side; none where it is a single value without a name.
fn values<'a>(side: Option<&'a Value>, nothing: &'a Map<String, Value>) -> Option<&'a Map<String, Value>> {
    match side {
        Some(side) => side.as_object(),
        None => Some(nothing),
    }
}

/// What was not said and what was nothing are the same.
fn there(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

fn change(key: &str, before: Option<&Value>, after: Option<&Value>, names: Names<'_>) -> Change {
    Change {
        what: words(key),
        before: before.map(|value| text(value, names)),
        after: after.map(|value| text(value, names)),
    }
}

fn words(key: &str) -> String {
    key.replace('_', " ")
}

fn text(value: &Value, names: Names<'_>) -> String {
    let join = |parts: Vec<String>| parts.join(", ");
    let whole = match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(plain) => id(plain).and_then(names).unwrap_or_else(|| plain.clone()),
        Value::Array(all) => join(all.iter().map(|one| text(one, names)).collect()),
        Value::Object(all) => {
            if let Ok(money) = serde_json::from_value::<Money>(value.clone()) {
                money.to_string()
            } else {
                // Databases keep them in orders of their own.
                let all: BTreeMap<_, _> = all.iter().collect();
                let part = |(key, one): (&String, &Value)| format!("{}: {}", words(key), text(one, names));
                join(all.into_iter().map(part).collect())
            }
        }
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

    /// The only id that anybody knows.
    const MARA: Uuid = Uuid::from_u128(7);

    fn of(act: &str, before: Option<&Value>, after: Option<&Value>) -> Vec<(String, Option<String>, Option<String>)> {
        let all = changes(act, before, after, &|id| (id == MARA).then(|| "Mara Lind".to_owned()));
        all.into_iter()
            .map(|change| (change.what, change.before, change.after))
            .collect()
    }

    fn shown(before: Option<&Value>, after: Option<&Value>) -> Vec<(String, Option<String>, Option<String>)> {
        of("", before, after)
    }

    /// A part that was only noted.
    fn noted(what: &str, after: &str) -> (String, Option<String>, Option<String>) {
        (what.to_owned(), None, Some(after.to_owned()))
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
        assert_eq!(
            shown(Some(&json!({"url": "https://a.example"})), None),
            [("url".to_owned(), Some("https://a.example".to_owned()), None)]
        );
        assert_eq!(shown(None, None), []);
        let long = shown(None, Some(&json!("ü".repeat(1_000))));
        assert_eq!(long[0].2.as_ref().map(|text| text.chars().count()), Some(SHOWN + 1));
    }

    #[test]
    fn what_is_nothing_in_both_is_left_out_though_one_does_not_say_it() {
        let (was, is) = (json!({"state": null, "until": null}), json!({"state": "active"}));
        let state = (
            "state".to_owned(),
            Some("nothing".to_owned()),
            Some("active".to_owned()),
        );
        assert_eq!(shown(Some(&was), Some(&is)), [state]);
        assert_eq!(
            shown(None, Some(&json!({"course": null, "number": 3}))),
            [noted("number", "3")]
        );
    }

    #[test]
    fn people_and_money_are_shown_as_words_wherever_they_stand() {
        let (mara, unknown) = (MARA.to_string(), Uuid::from_u128(8).to_string());
        let is = json!({
            "manager": mara,
            "note": format!("See {mara}"),
            "other": unknown,
            "pair": [mara, 1],
            "total": {"minor": 123_450, "currency": "EUR"},
            "what": {"amount": 5, "to_whom": mara},
        });
        let expected = [
            noted("manager", "Mara Lind"),
            noted("note", &format!("See {mara}")),
            noted("other", &unknown),
            noted("pair", "Mara Lind, 1"),
            noted("total", "EUR 1,234.50"),
            noted("what", "amount: 5, to whom: Mara Lind"),
        ];
        assert_eq!(shown(None, Some(&is)), expected);
    }

    #[test]
    fn rows_of_earlier_versions_read_as_newer_ones() {
        assert_eq!(
            of("manager.remove", None, Some(&json!(MARA))),
            [noted("manager", "Mara Lind")]
        );
        assert_eq!(
            of(
                "manager.hand_over",
                None,
                Some(&json!([MARA, "Course", {"free": 2, "pending": 1, "learners": 0}]))
            ),
            [
                noted("figures", "free: 2, learners: 0, pending: 1"),
                noted("manager", "Mara Lind"),
                noted("to", "Course"),
            ]
        );
        assert_eq!(
            of("order.paid", None, Some(&json!([7, 25, "pi_1", null]))),
            [noted("credits", "25"), noted("number", "7"), noted("payment", "pi_1")]
        );
        assert_eq!(
            of("invitation.cancel", Some(&json!("pending")), Some(&json!("canceled"))),
            [(
                "state".to_owned(),
                Some("pending".to_owned()),
                Some("canceled".to_owned())
            )]
        );
        assert_eq!(of("credits.assign", None, Some(&json!(5))), [noted("credits", "5")]);
        assert_eq!(of("order.cancel", None, None), []);
    }
}
