//! What a commit means for the item, the course and the registration.

use lectern_contract::registrations::Completion;
use lectern_entities::{instance_item, launch, registration};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::ItemState;
use crate::{
    courses::package::{Item, Package, ScormType},
    fault::Result,
    hooks::{self, Event},
    runtime::cmi::{ItemStatus, Judging, roll_up},
    tx::Tx,
};

/// By what measure an item's own words are judged.
pub(super) fn judging(item: &Item) -> Judging {
    Judging {
        completion_threshold: item.completion_threshold,
        scaled_passing_score: passing_score(item),
        ..Judging::default()
    }
}

/// The measure from which 2004's primary objective is satisfied, where the measure decides (1.0 unless given).
fn passing_score(item: &Item) -> Option<f64> {
    let objectives = &item.sequencing.as_ref()?.objectives;
    let primary = objectives
        .iter()
        .find(|objective| objective.primary && objective.satisfied_by_measure)?;
    Some(primary.min_normalized_measure.unwrap_or(1.0))
}

/// The course's standing from its items'; the registration's own never falls.
pub(super) async fn judge(
    tx: &Tx,
    registration: registration::Model,
    launch: &launch::Model,
    package: &Package,
    added: i64,
) -> Result<Vec<ItemState>> {
    let rows = instance_item::Entity::find()
        .filter(instance_item::Column::InstanceId.eq(launch.instance_id))
        .all(tx)
        .await?;
    let of = |item: &Item| rows.iter().find(|row| row.item == item.id);
    let statuses: Vec<ItemStatus> = package
        .all_items()
        .filter(|item| item.href.is_some())
        .map(|item| {
            of(item).map_or_else(
                || ItemStatus {
                    tracked: tracked(item),
                    ..ItemStatus::default()
                },
                |row| status(row, tracked(item)),
            )
        })
        .collect();
    let course = roll_up(&statuses);
    let completion = registration.completion.max(course.completion);
    let mut row = registration.clone().into_active_model();
    row.completion = Set(completion);
    row.success = Set(registration.success.max(course.success));
    row.score = Set(best(registration.score, course.score_scaled));
    row.centiseconds = Set(registration.centiseconds + added);
    let is_first = completion == Completion::Completed && registration.completed_at.is_none();
    if is_first {
        row.completed_at = Set(Some(tx.now()));
    }
    row.updated_at = Set(tx.now());
    let row = row.update(tx).await?;
    if is_first {
        hooks::emit(tx, Event::registration_completed(&row)).await?;
    }
    let told = rows.into_iter().map(|row| ItemState {
        id: row.item,
        completion: row.completion,
        success: row.success,
        score: row.score,
    });
    Ok(told.collect())
}

fn best(before: Option<f64>, now: Option<f64>) -> Option<f64> {
    match (before, now) {
        (Some(before), Some(now)) => Some(before.max(now)),
        (before, now) => now.or(before),
    }
}

/// Whether an item counts: the manifest may say otherwise, and hidden assets do not.
fn tracked(item: &Item) -> bool {
    let delivered = item.sequencing.as_ref().is_none_or(|rules| rules.delivery.tracked);
    delivered && (item.visible || item.scorm_type == ScormType::Sco)
}

/// Where an item stands by its row.
pub(super) const fn status(row: &instance_item::Model, tracked: bool) -> ItemStatus {
    ItemStatus {
        tracked,
        completion: row.completion,
        success: row.success,
        score_scaled: row.score,
    }
}
