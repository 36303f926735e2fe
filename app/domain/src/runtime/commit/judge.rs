//! What a commit means for the item, the course and the registration.

use lectern_contract::{
    attempts::{Counts, FailedMeans},
    courses::Standard,
    registrations::{Completion, Success},
};
use lectern_entities::{instance, instance_item, launch, registration};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::ItemState;
use crate::{
    courses::package::{Item, Package, ScormType},
    fault::Result,
    hooks::{self, Event},
    registrations::is_done,
    runtime::{
        cmi::{ItemStatus, Judging, is_over, roll_up},
        config::is_resumed,
    },
    tx::Tx,
};

/// The attempt that a commit is of.
pub(super) struct Run<'a> {
    /// What is run.
    package: &'a Package,
    /// Which attempt's score is the registration's.
    counts: Counts,
    /// Whether no other was begun since.
    is_newest: bool,
    /// Whether the course was completed, and not failed, before it began: failing now takes nothing away.
    was_done: bool,
}

impl<'a> Run<'a> {
    pub(super) fn of(
        instance: &instance::Model,
        registration: &registration::Model,
        package: &'a Package,
        counts: Counts,
    ) -> Self {
        let completed_before = registration.completed_at.is_some_and(|at| at <= instance.created_at);
        Self {
            package,
            counts,
            is_newest: instance.number == registration.attempt,
            was_done: instance.number > 1 && completed_before && is_done(registration),
        }
    }
}

/// By what measure an item's own words are judged.
pub(super) fn judging(item: &Item, failed_means: FailedMeans) -> Judging {
    Judging {
        failed_means,
        completion_threshold: item.completion_threshold,
        scaled_passing_score: passing_score(item),
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

/// The course's standing from its items'; the registration's own never falls, but for a score where the last counts.
pub(super) async fn judge(
    tx: &Tx,
    registration: registration::Model,
    launch: &launch::Model,
    run: &Run<'_>,
    added: i64,
) -> Result<Vec<ItemState>> {
    let rows = instance_item::Entity::find()
        .filter(instance_item::Column::InstanceId.eq(launch.instance_id))
        .all(tx)
        .await?;
    let of = |item: &Item| rows.iter().find(|row| row.item == item.id);
    let statuses: Vec<ItemStatus> = run
        .package
        .all_items()
        .filter(|item| item.href.is_some())
        .map(|item| {
            of(item).map_or_else(
                || ItemStatus {
                    tracked: tracked(run.package.standard, item),
                    ..ItemStatus::default()
                },
                |row| status(row, tracked(run.package.standard, item)),
            )
        })
        .collect();
    let course = roll_up(&statuses);
    let completion = registration.completion.max(course.completion);
    let mut row = registration.clone().into_active_model();
    row.completion = Set(completion);
    let success = match course.success {
        Success::Failed if run.was_done => registration.success,
        // What failed so far is not failed any more.
        Success::Unknown
            if run.is_newest && completion < Completion::Completed && registration.success == Success::Failed =>
        {
            Success::Unknown
        }
        success => registration.success.max(success),
    };
    row.success = Set(success);
    row.score = Set(score(run, registration.score, course.score_scaled));
    row.centiseconds = Set(registration.centiseconds.saturating_add(added));
    let is_first = completion == Completion::Completed && registration.completed_at.is_none();
    // Who failed and passes later has passed then: it is valid from that day on.
    let is_done_now = completion == Completion::Completed && success != Success::Failed && !is_done(&registration);
    if is_first || is_done_now {
        row.completed_at = Set(Some(tx.now()));
    }
    if run.is_newest {
        row.attempt_over = Set(is_over(&statuses));
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

/// The score that counts. A commit of an older attempt, whose page just closed, does not change that of the last; and
/// until the last one has a score, the one before it stands.
fn score(run: &Run<'_>, before: Option<f64>, now: Option<f64>) -> Option<f64> {
    match (run.counts, run.is_newest) {
        (Counts::Highest, _) => best(before, now),
        (Counts::Last, true) => now.or(before),
        (Counts::Last, false) => before,
    }
}

fn best(before: Option<f64>, now: Option<f64>) -> Option<f64> {
    match (before, now) {
        (Some(before), Some(now)) => Some(before.max(now)),
        (before, now) => now.or(before),
    }
}

/// Whether an item counts: the manifest may say otherwise. One that is not shown is opened by the flow of SCORM 2004
/// alone, so elsewhere nobody could complete it; and hidden assets do not count.
fn tracked(standard: Standard, item: &Item) -> bool {
    let delivered = item.sequencing.as_ref().is_none_or(|rules| rules.delivery.tracked);
    let is_opened = standard == Standard::Scorm2004 && item.scorm_type == ScormType::Sco;
    delivered && (item.visible || is_opened)
}

/// Where an item stands by its row.
pub(super) fn status(row: &instance_item::Model, tracked: bool) -> ItemStatus {
    ItemStatus {
        tracked,
        completion: row.completion,
        success: row.success,
        score_scaled: row.score,
        ended: !is_resumed(row),
    }
}
