//! What a commit leaves in the tables.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use lectern_contract::{
    VersionId,
    courses::Standard,
    registrations::{Completion, Success},
};
use lectern_entities::{course_version, instance, instance_item, launch, launch_commit};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr,
};

use super::{Commit, judge::status};
use crate::{
    courses::package::Package,
    fault::{Error, Result},
    runtime::{cmi::Checked, config::entry},
    tx::Tx,
};

/// Raw commits kept of one launch, for support.
const KEPT: i64 = 200;
/// Names of elements in one line of the log.
const NAMED: usize = 20;
/// A session lasts no longer than its launch is open. Courses measure by the learner's own clock, though, which may be
/// put forward meanwhile.
const SLACK: TimeDelta = TimeDelta::hours(1);
/// Elements that say something about one session only.
const OF_SESSION: [&str; 4] = ["cmi.core.session_time", "cmi.core.exit", "cmi.session_time", "cmi.exit"];

/// What is stored of an item.
pub(super) async fn stored(tx: &Tx, launch: &launch::Model, item: &str) -> Result<Option<instance_item::Model>> {
    Ok(instance_item::Entity::find()
        .filter(instance_item::Column::InstanceId.eq(launch.instance_id))
        .filter(instance_item::Column::Item.eq(item))
        .one(tx)
        .await?)
}

/// Everything the item has set: a partial commit is laid over what is stored, so that it is judged as a whole
/// (a score means nothing without its range). Time and exit belong to the session that set them, and a new attempt
/// of an item begins with nothing (SCORM 2004 RTE 2.1.1).
pub(super) fn whole(
    standard: Standard,
    launch: &launch::Model,
    commit: &Commit,
    row: Option<&instance_item::Model>,
) -> Result<BTreeMap<String, String>> {
    let Some(row) = row.filter(|_| commit.partial) else {
        return Ok(commit.elements.clone());
    };
    let is_new = is_new_session(row, launch, commit);
    if is_new && entry(standard, Some(row)) == "ab-initio" {
        return Ok(commit.elements.clone());
    }
    let mut elements: BTreeMap<String, String> = serde_json::from_str(&row.elements).map_err(Error::fault)?;
    if is_new {
        elements.retain(|name, _| !OF_SESSION.contains(&name.as_str()));
    }
    elements.extend(commit.elements.clone());
    Ok(elements)
}

/// Whether the item was last written by another session.
fn is_new_session(row: &instance_item::Model, launch: &launch::Model, commit: &Commit) -> bool {
    row.launch_id != Some(launch.id) || row.session != commit.session
}

/// Whether a commit would go on with a session that was terminated. The end itself may come again, and more complete:
/// a page that closes sends what a beacon can carry.
pub(super) fn is_after_the_end(row: &instance_item::Model, launch: &launch::Model, commit: &Commit) -> bool {
    row.terminated && !commit.terminated && !is_new_session(row, launch, commit)
}

/// A commit's time, in centiseconds.
pub(super) struct Time {
    /// What it adds to the item's; less than nothing where the session takes some of it back.
    pub added: i64,
    /// What its session has added in all.
    pub of_session: i64,
}

/// What this very session has added already. Another launch may have written the item since; then the launch's own row
/// remembers it.
fn added_before(launch: &launch::Model, commit: &Commit) -> i64 {
    if launch.timed_item.as_ref() == Some(&commit.item) && launch.timed_session == commit.session {
        launch.timed_centiseconds
    } else {
        0
    }
}

/// The most that a session of this launch can have taken by now.
fn longest(tx: &Tx, launch: &launch::Model) -> i64 {
    let open = launch.opened_at.map_or(TimeDelta::zero(), |at| tx.now() - at);
    (open.max(TimeDelta::zero()) + SLACK).num_milliseconds() / 10
}

/// Writes the item's data; answers what it does to the time.
pub(super) async fn store(
    tx: &Tx,
    launch: &launch::Model,
    commit: &Commit,
    found: Option<instance_item::Model>,
    checked: &Checked,
) -> Result<Time> {
    let is_new = found.is_none();
    let mut row = found.unwrap_or_else(|| blank(tx, launch, &commit.item));
    let before = row.centiseconds;
    if is_new_session(&row, launch, commit) {
        row.base_centiseconds = row.centiseconds.saturating_sub(added_before(launch, commit));
    }
    let of_session = match checked.session_time {
        Some(time) => i64::try_from(time).unwrap_or(i64::MAX).min(longest(tx, launch)),
        None => row.centiseconds.saturating_sub(row.base_centiseconds),
    };
    let status = status(&row, true).merge(checked);
    row.completion = status.completion;
    row.success = status.success;
    row.score = status.score_scaled;
    row.progress = checked.progress.or(row.progress);
    row.elements = serde_json::to_string(&checked.elements).map_err(Error::fault)?;
    checked.exit.as_str().clone_into(&mut row.exit);
    row.terminated = commit.terminated;
    row.centiseconds = row.base_centiseconds.saturating_add(of_session);
    row.launch_id = Some(launch.id);
    row.session = commit.session;
    row.updated_at = tx.now();
    let added = row.centiseconds.saturating_sub(before);
    let row = row.into_active_model().reset_all();
    if is_new {
        tx.insert(row).await?;
    } else {
        row.update(tx).await?;
    }
    Ok(Time { added, of_session })
}

fn blank(tx: &Tx, launch: &launch::Model, item: &str) -> instance_item::Model {
    instance_item::Model {
        id: tx.new_id(),
        organization_id: launch.organization_id,
        instance_id: launch.instance_id,
        item: item.to_owned(),
        completion: Completion::Unknown,
        success: Success::Unknown,
        score: None,
        progress: None,
        elements: "{}".into(),
        exit: String::new(),
        terminated: false,
        centiseconds: 0,
        base_centiseconds: 0,
        launch_id: None,
        session: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

/// Keeps what was sent as it was sent; only the newest of a launch.
pub(super) async fn keep_raw(tx: &Tx, launch: &launch::Model, commit: &Commit, raw: &str) -> Result<()> {
    tx.insert(launch_commit::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(launch.organization_id),
        launch_id: Set(launch.id),
        sequence: Set(commit.sequence),
        item: Set(commit.item.clone()),
        body: Set(raw.to_owned()),
        created_at: Set(tx.now()),
    })
    .await?;
    if commit.sequence > KEPT {
        launch_commit::Entity::delete_many()
            .filter(launch_commit::Column::LaunchId.eq(launch.id))
            .filter(launch_commit::Column::Sequence.lte(commit.sequence - KEPT))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Says of a version that learners' data is longer than its standard allows, where this commit's is the first.
pub(super) async fn note_length(tx: &Tx, version: VersionId, launch: &launch::Model, checked: &Checked) -> Result<()> {
    if checked.over_standard.is_empty() {
        return Ok(());
    }
    let noted = course_version::Entity::update_many()
        .col_expr(course_version::Column::OverStandard, Expr::value(true))
        .filter(course_version::Column::Id.eq(version))
        .filter(course_version::Column::OverStandard.eq(false))
        .exec(tx)
        .await?;
    if noted.rows_affected > 0 {
        let elements: Vec<&String> = checked.over_standard.iter().take(NAMED).collect();
        tracing::warn!(%version, launch = %launch.id, ?elements, "data of a course is longer than its standard allows");
    }
    Ok(())
}

/// Where to open the course the next time; only an item of the course is such a place.
pub(super) async fn remember_place(
    tx: &Tx,
    instance: instance::Model,
    commit: &Commit,
    package: &Package,
) -> Result<()> {
    let known = |place: &&String| package.all_items().any(|item| item.id == **place);
    let place = commit.current.as_ref().filter(known).cloned();
    let mut row = instance.clone().into_active_model();
    if let Some(sequencing) = &commit.sequencing {
        row.sequencing = Set(Some(sequencing.to_string()));
    }
    row.current_item = Set(place.or(instance.current_item));
    row.updated_at = Set(tx.now());
    row.update(tx).await?;
    Ok(())
}
