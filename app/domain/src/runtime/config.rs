//! What the player is told at its start (`frontend/player/wire.ts` has the same shape).

use std::collections::BTreeMap;

use lectern_contract::{
    courses::Standard,
    registrations::{Completion, Success},
};
use lectern_entities::{instance, instance_item, launch, registration, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::cmi::durations;
use crate::{
    courses::{self, package::Item},
    fault::{Error, Result},
    tx::Tx,
};

/// The player's configuration for an opened launch.
///
/// # Errors
/// The database's own.
pub(super) async fn build(tx: &Tx, launch: &launch::Model, portal_origin: &str) -> Result<Value> {
    let missing = || Error::fault("a launch without its rows");
    let instance = instance::Entity::find_by_id(launch.instance_id)
        .one(tx)
        .await?
        .ok_or_else(missing)?;
    let registration = registration::Entity::find_by_id(launch.registration_id)
        .one(tx)
        .await?
        .ok_or_else(missing)?;
    let learner = user::Entity::find_by_id(launch.user_id)
        .one(tx)
        .await?
        .ok_or_else(missing)?;
    let course = courses::find(tx, launch.organization_id, registration.course_id).await?;
    let package = courses::package_of(&courses::version(tx, instance.version_id).await?)?;
    let stored = instance_item::Entity::find()
        .filter(instance_item::Column::InstanceId.eq(instance.id))
        .all(tx)
        .await?;
    let stored: BTreeMap<String, instance_item::Model> =
        stored.into_iter().map(|row| (row.item.clone(), row)).collect();
    let items = package
        .items
        .iter()
        .map(|node| item(node, package.standard, &stored))
        .collect::<Result<Vec<_>>>()?;
    Ok(json!({
        "standard": package.standard,
        "title": course.title,
        "learner": { "id": learner.id, "name": last_first(&learner.name) },
        "mode": "normal",
        "credit": "credit",
        "sequence": launch.sequence,
        "items": items,
        "current": instance.current_item,
        "sequencing": parsed(instance.sequencing.as_deref())?,
        "manifest_sequencing": package.sequencing.as_ref().map(|root| json!({ "root": root })),
        "return_url": format!("{portal_origin}/learner/courses"),
        "portal_origin": portal_origin,
    }))
}

fn parsed(text: Option<&str>) -> Result<Value> {
    text.map_or(Ok(Value::Null), |text| serde_json::from_str(text).map_err(Error::fault))
}

/// An item as the manifest says it, with what is stored of it.
fn item(node: &Item, standard: Standard, stored: &BTreeMap<String, instance_item::Model>) -> Result<Value> {
    let mut value = serde_json::to_value(node).map_err(Error::fault)?;
    let children = node
        .children
        .iter()
        .map(|child| item(child, standard, stored))
        .collect::<Result<Vec<_>>>()?;
    let row = stored.get(&node.id);
    let total = durations::format(standard, row.map_or(0, |row| row.centiseconds.unsigned_abs()));
    let told = json!({
        "children": children,
        "completion": row.map_or(Completion::Unknown, |row| row.completion),
        "success": row.map_or(Success::Unknown, |row| row.success),
        "score": row.and_then(|row| row.score),
        "entry": entry(standard, row),
        "total_time": total,
        "data": parsed(row.map(|row| row.elements.as_str()))?.as_object().cloned().unwrap_or_default(),
    });
    if let (Some(fields), Value::Object(told)) = (value.as_object_mut(), told) {
        fields.extend(told);
    }
    Ok(value)
}

/// How the item is entered: a session that was suspended, or died, is resumed (`spec/runtime.md`, trap 4).
pub(super) fn entry(standard: Standard, row: Option<&instance_item::Model>) -> &'static str {
    let Some(row) = row else { return "ab-initio" };
    match standard {
        _ if is_resumed(row) => "resume",
        Standard::Scorm12 => "",
        _ => "ab-initio",
    }
}

/// Whether the item's last session goes on: it was suspended, or never ended.
pub(super) fn is_resumed(row: &instance_item::Model) -> bool {
    !row.terminated || matches!(row.exit.as_str(), "suspend" | "logout")
}

/// "Last, First", as SCORM 1.2 wants names.
fn last_first(name: &str) -> String {
    match name.rsplit_once(' ') {
        Some((first, last)) => format!("{last}, {first}"),
        None => name.to_owned(),
    }
}
