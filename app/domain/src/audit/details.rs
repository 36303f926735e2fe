//! What stands in before and after: values under names. Rows of earlier versions hold some without; those get the
//! names that newer rows have, so that both read the same. People and things stand there by their ids: rows are never
//! changed, and a name that was kept in one would outlast the person's deletion.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use lectern_contract::audit::AuditSubject;
use lectern_entities::audit;
use serde_json::{Map, Value};
use uuid::Uuid;

/// The names of what earlier versions wrote without any, in its order.
fn names(act: &str) -> &'static [&'static str] {
    match act {
        "user.suspend" | "user.restore" | "user.delete" | "course.publish" | "course.archive" | "plan.archive"
        | "invitation.cancel" => &["state"],
        "manager.add" | "manager.remove" => &["manager"],
        "manager.hand_over" => &["manager", "to", "figures"],
        "course.upload" => &["version"],
        "credits.adjust" => &["credits", "reason", "note"],
        "credits.grant"
        | "credits.allocate"
        | "credits.deallocate"
        | "credits.assign"
        | "credits.take_back"
        | "credits.give"
        | "credits.take_back_given"
        | "batch.send" => &["credits"],
        "request.ask" => &["credits", "note"],
        "request.decline" => &["answer"],
        "subscription.begin" => &["plan"],
        "subscription.period" => &["period", "credits"],
        "subscription.cancel" => &["at_once"],
        "subscription.freeze" => &["until"],
        "subscription.renew" => &["period"],
        "subscription.end" => &["expired"],
        "order.place" => &["number", "credits", "total", "terms", "course"],
        "order.paid" => &["number", "credits", "payment", "landed"],
        "order.cancel" => &["number"],
        "order.charged_back" => &["number", "credits"],
        "invitation.accept" => &["registration"],
        "invitation.undeliverable" => &["reason"],
        "invitation.stop_reminders" => &["stopped_by"],
        "claim.ask" => &["invitation", "email"],
        "claim.approve" => &["email"],
        "batch.read" => &["rows"],
        "batch.done" | "batch.cancel" | "batch.stop" => &["sent"],
        "registration.enroll" => &["source"],
        "second_factor.recover" => &["codes_left"],
        "proof.end" => &["state", "links"],
        "webhook.pause" => &["why"],
        _ => &[],
    }
}

/// One side of a row of this act, its values under names.
pub(super) fn named<'a>(act: &str, side: &'a Value) -> Cow<'a, Value> {
    let names = names(act);
    if names.is_empty() || side.is_object() || side.is_null() {
        return Cow::Borrowed(side);
    }
    let values = match side {
        Value::Array(values) if values.len() <= names.len() => values.as_slice(),
        value => std::slice::from_ref(value),
    };
    let pairs = names.iter().map(|name| (*name).to_owned()).zip(values.iter().cloned());
    Cow::Owned(Value::Object(pairs.collect::<Map<_, _>>()))
}

/// The names under which before and after hold ids of things of this kind.
pub(super) const fn names_of(kind: AuditSubject) -> &'static [&'static str] {
    match kind {
        AuditSubject::User => &["manager", "from", "to", "sender_id"],
        AuditSubject::Course => &["course", "from", "to"],
        AuditSubject::Plan => &["plan", "next_plan"],
        AuditSubject::Registration => &["registration"],
        AuditSubject::Invitation => &["invitation"],
        AuditSubject::Order => &["payment"],
        _ => &[],
    }
}

/// The ids in before and after of these rows, by the names under which they stand.
pub(super) fn mentioned(rows: &[audit::Model]) -> BTreeMap<String, BTreeSet<Uuid>> {
    let mut all = BTreeMap::new();
    for row in rows {
        for side in [&row.before, &row.after].into_iter().flatten() {
            collect("", &named(&row.act, side), &mut all);
        }
    }
    all
}

fn collect(name: &str, value: &Value, all: &mut BTreeMap<String, BTreeSet<Uuid>>) {
    match value {
        Value::String(text) => {
            if let Some(id) = id(text) {
                all.entry(name.to_owned()).or_default().insert(id);
            }
        }
        Value::Array(values) => {
            for one in values {
                collect(name, one, all);
            }
        }
        Value::Object(values) => {
            for (inner, one) in values {
                collect(if name.is_empty() { inner } else { name }, one, all);
            }
        }
        _ => {}
    }
}

/// A text that is an id as rows hold them.
pub(super) fn id(text: &str) -> Option<Uuid> {
    let whole = text.len() == uuid::fmt::Hyphenated::LENGTH;
    whole.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_of_earlier_versions_get_names() {
        let paid = json!([7, 25, "pi_1", null]);
        let named_paid = json!({ "number": 7, "credits": 25, "payment": "pi_1", "landed": null });
        assert_eq!(*named("order.paid", &paid), named_paid);
        assert_eq!(*named("order.cancel", &json!(7)), json!({ "number": 7 }));
        assert_eq!(*named("user.suspend", &json!("active")), json!({ "state": "active" }));
        assert_eq!(*named("webhook.test", &json!("test")), json!("test"), "it has none");
        for side in [json!({ "state": "paid" }), json!(null)] {
            assert_eq!(*named("order.paid", &side), side, "as newer rows are");
        }
        let more = json!([1, 2, 3]);
        assert_eq!(
            *named("request.ask", &more),
            json!({ "credits": more }),
            "nothing is lost"
        );
    }

    #[test]
    fn ids_are_found_under_their_names() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let row = |act: &str, before: Option<Value>, after: Value| audit::Model {
            id: Uuid::nil().into(),
            organization_id: Uuid::nil().into(),
            actor_id: None,
            role: None,
            act: act.into(),
            subject_kind: "course".into(),
            subject_id: None,
            before,
            after: Some(after),
            source: String::new(),
            created_at: chrono::DateTime::UNIX_EPOCH,
        };
        let rows = [
            row("manager.remove", None, json!(one)),
            row(
                "manager.hand_over",
                None,
                json!([one, { "Manager": other }, { "free": 1 }]),
            ),
            row(
                "credits.assign",
                Some(json!({ "to": null })),
                json!({ "credits": 1, "to": other }),
            ),
            row("request.decline", None, json!("No")),
        ];
        let expected = [("manager", one), ("to", other)].map(|(name, id)| (name.to_owned(), BTreeSet::from([id])));
        assert_eq!(mentioned(&rows), BTreeMap::from(expected));
    }
}
