//! A commit from the player: checked, stored, judged; nothing learned is ever lost by it
//! (`spec/runtime.md`, Server side of a commit).

use std::collections::BTreeMap;

use lectern_contract::{
    Refusal,
    registrations::{Completion, LaunchEnd, Success},
};
use lectern_entities::{instance, instance_item, launch, launch_commit, registration};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr,
};
use serde::{Deserialize, Serialize};

use super::{
    cmi::{Checked, ElementProblem, ItemStatus, Judging, check, roll_up},
    open::{GRACE, find, keep_registration},
};
use crate::{
    courses::{
        self,
        package::{Item, Package, ScormType},
    },
    fault::{Error, Result},
    portal::Portal,
    tx::Tx,
};

/// Raw commits kept of one launch, for support.
const KEPT: i64 = 200;
/// Elements that say something about one session only.
const OF_SESSION: [&str; 4] = ["cmi.core.session_time", "cmi.core.exit", "cmi.session_time", "cmi.exit"];

/// What the player sends.
#[derive(Clone, Debug, Deserialize)]
pub struct Commit {
    /// Counts up in one launch.
    pub sequence: i64,
    /// The item's identifier in the manifest.
    pub item: String,
    /// Counts the sessions (Initialize to Terminate) of one launch.
    pub session: i32,
    /// Everything the item has set, by its dotted names.
    pub elements: BTreeMap<String, String>,
    /// Whether the session is over.
    #[serde(default)]
    pub terminated: bool,
    /// The player's own state of the activity tree.
    #[serde(default)]
    pub sequencing: Option<serde_json::Value>,
    /// The item that is open.
    #[serde(default)]
    pub current: Option<String>,
    /// Whether `elements` are only those that changed.
    #[serde(default)]
    pub partial: bool,
}

/// Where an item stands, told back to the player.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemState {
    /// Its identifier.
    pub id: String,
    /// How far it is done.
    pub completion: Completion,
    /// Whether it is mastered.
    pub success: Success,
    /// −1 to 1.
    pub score: Option<f64>,
}

/// What became of a commit.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Stored, or stored before: the highest sequence number taken.
    Accepted { accepted: i64, items: Vec<ItemState> },
    /// Another tab is the live one.
    OpenedElsewhere,
    /// The launch is over.
    Ended,
    /// Elements that are wrong; nothing was stored.
    Invalid(Vec<ElementProblem>),
}

/// Takes a commit.
///
/// # Errors
/// `StaleLink` for a token that never was; `BadRequest` for an item the course does not have; the database's.
pub async fn commit(portal: &Portal, token: &str, commit: Commit, raw: &str) -> Result<Outcome> {
    let seen = find(portal.reader(), token).await?;
    let package = package(portal, &seen).await?;
    let item = package
        .all_items()
        .find(|item| item.id == commit.item && item.href.is_some())
        .ok_or(Refusal::BadRequest)?;
    let tx = portal.begin().await?;
    let registration = keep_registration(&tx, &seen).await?;
    let launch = lock(&tx, &seen).await?;
    let over = launch
        .ended_at
        .is_some_and(|at| launch.end_reason != Some(LaunchEnd::Closed) || tx.now() > at + GRACE);
    if launch.opened_at.is_none() || over {
        return Ok(Outcome::Ended);
    }
    let instance = instance::Entity::find_by_id(launch.instance_id)
        .one(&tx)
        .await?
        .ok_or_else(|| Error::fault("a launch without an instance"))?;
    if instance.live_launch_id != Some(launch.id) {
        return Ok(Outcome::OpenedElsewhere);
    }
    if commit.sequence <= launch.sequence {
        return Ok(Outcome::Accepted {
            accepted: launch.sequence,
            items: vec![],
        });
    }
    let row = stored(&tx, &launch, &commit.item).await?;
    let elements = whole(&launch, &commit, row.as_ref())?;
    let checked = match check(package.standard, &elements, &judging(item)) {
        Ok(checked) => checked,
        Err(problems) => return Ok(Outcome::Invalid(problems)),
    };
    let added = store(&tx, &launch, &commit, row, &checked).await?;
    keep_raw(&tx, &launch, &commit, raw).await?;
    remember_place(&tx, instance, &commit).await?;
    let items = judge(&tx, registration, &launch, &package, added).await?;
    launch::Entity::update_many()
        .col_expr(launch::Column::Sequence, Expr::value(commit.sequence))
        .col_expr(launch::Column::LastCommitAt, Expr::value(tx.now()))
        .filter(launch::Column::Id.eq(launch.id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(Outcome::Accepted {
        accepted: commit.sequence,
        items,
    })
}

async fn package(portal: &Portal, launch: &launch::Model) -> Result<Package> {
    let instance = instance::Entity::find_by_id(launch.instance_id)
        .one(portal.reader())
        .await?;
    let version = instance
        .ok_or_else(|| Error::fault("a launch without an instance"))?
        .version_id;
    courses::package_of(&courses::version(portal.reader(), version).await?)
}

fn judging(item: &Item) -> Judging {
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

/// What is stored of an item.
async fn stored(tx: &Tx, launch: &launch::Model, item: &str) -> Result<Option<instance_item::Model>> {
    Ok(instance_item::Entity::find()
        .filter(instance_item::Column::InstanceId.eq(launch.instance_id))
        .filter(instance_item::Column::Item.eq(item))
        .one(tx)
        .await?)
}

/// Everything the item has set: a partial commit is laid over what is stored, so that it is judged as a whole
/// (a score means nothing without its range). Time and exit belong to the session that set them.
fn whole(
    launch: &launch::Model,
    commit: &Commit,
    row: Option<&instance_item::Model>,
) -> Result<BTreeMap<String, String>> {
    let Some(row) = row.filter(|_| commit.partial) else {
        return Ok(commit.elements.clone());
    };
    let mut elements: BTreeMap<String, String> = serde_json::from_str(&row.elements).map_err(Error::fault)?;
    if is_new_session(row, launch, commit) {
        elements.retain(|name, _| !OF_SESSION.contains(&name.as_str()));
    }
    elements.extend(commit.elements.clone());
    Ok(elements)
}

/// Whether the item was last written by another session.
fn is_new_session(row: &instance_item::Model, launch: &launch::Model, commit: &Commit) -> bool {
    row.launch_id != Some(launch.id) || row.session != commit.session
}

/// The launch's row, locked against a commit in the same instant.
async fn lock(tx: &Tx, seen: &launch::Model) -> Result<launch::Model> {
    tx.keep(launch::Entity::find_by_id(seen.id))
        .one(tx)
        .await?
        .ok_or_else(|| Error::fault("a launch vanished"))
}

/// Writes the item's data; answers the centiseconds this commit adds.
async fn store(
    tx: &Tx,
    launch: &launch::Model,
    commit: &Commit,
    found: Option<instance_item::Model>,
    checked: &Checked,
) -> Result<i64> {
    let is_new = found.is_none();
    let mut row = found.unwrap_or_else(|| blank(tx, launch, &commit.item));
    let before = row.centiseconds;
    if is_new_session(&row, launch, commit) {
        row.base_centiseconds = row.centiseconds;
    }
    let session = checked
        .session_time
        .map_or(row.centiseconds - row.base_centiseconds, |time| {
            i64::try_from(time).unwrap_or(0)
        });
    let status = status(&row, true).merge(checked);
    row.completion = status.completion;
    row.success = status.success;
    row.score = status.score_scaled;
    row.progress = checked.progress.or(row.progress);
    row.elements = serde_json::to_string(&checked.elements).map_err(Error::fault)?;
    checked.exit.as_str().clone_into(&mut row.exit);
    row.terminated = commit.terminated;
    row.centiseconds = row.base_centiseconds + session;
    row.launch_id = Some(launch.id);
    row.session = commit.session;
    row.updated_at = tx.now();
    let added = row.centiseconds - before;
    let row = row.into_active_model().reset_all();
    if is_new {
        tx.insert(row).await?;
    } else {
        row.update(tx).await?;
    }
    Ok(added)
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

const fn status(row: &instance_item::Model, tracked: bool) -> ItemStatus {
    ItemStatus {
        tracked,
        completion: row.completion,
        success: row.success,
        score_scaled: row.score,
    }
}

async fn keep_raw(tx: &Tx, launch: &launch::Model, commit: &Commit, raw: &str) -> Result<()> {
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

async fn remember_place(tx: &Tx, instance: instance::Model, commit: &Commit) -> Result<()> {
    let mut row = instance.clone().into_active_model();
    if let Some(sequencing) = &commit.sequencing {
        row.sequencing = Set(Some(sequencing.to_string()));
    }
    row.current_item = Set(commit.current.clone().or(instance.current_item));
    row.updated_at = Set(tx.now());
    row.update(tx).await?;
    Ok(())
}

/// The course's standing from its items'; the registration's own never falls.
async fn judge(
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
    if completion == Completion::Completed && registration.completed_at.is_none() {
        row.completed_at = Set(Some(tx.now()));
    }
    row.updated_at = Set(tx.now());
    row.update(tx).await?;
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
