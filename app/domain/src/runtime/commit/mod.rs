//! A commit from the player: checked, stored, judged; nothing learned is ever lost by it
//! (`spec/runtime.md`, Server side of a commit).

mod judge;
mod store;

use std::collections::BTreeMap;

use lectern_contract::{
    Refusal, VersionId,
    attempts::Attempts,
    registrations::{Completion, LaunchEnd, Success},
};
use lectern_entities::{instance, launch};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde::{Deserialize, Serialize};

use self::{
    judge::{Run, judge, judging},
    store::{is_after_the_end, keep_raw, note_length, remember_place, store, stored, whole},
};
use super::{
    cmi::{ElementProblem, check},
    open::{GRACE, find, keep_registration},
};
use crate::{
    courses::{self, attempts, package::Package},
    fault::{Error, Result},
    portal::Portal,
    tx::Tx,
};

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
    /// Whether something was left out of `elements`: what is stored of it stays.
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

/// A launch that somebody has the token of.
#[derive(Clone, Debug)]
pub struct Launched(launch::Model);

/// Looks at a token, before anything of a commit is read. It may be used up; [`take`] says that.
///
/// # Errors
/// `StaleLink` for a token that never was.
pub async fn launched(portal: &Portal, token: &str) -> Result<Launched> {
    Ok(Launched(find(portal.reader(), token).await?))
}

/// Takes a commit.
///
/// # Errors
/// `StaleLink` for a token that never was; else as [`take`].
pub async fn commit(portal: &Portal, token: &str, commit: Commit, raw: &str) -> Result<Outcome> {
    take(portal, launched(portal, token).await?, commit, raw).await
}

/// Takes a commit of a launch.
///
/// # Errors
/// `BadRequest` for an item the course does not have, or a session that was terminated; the database's.
pub async fn take(portal: &Portal, Launched(seen): Launched, commit: Commit, raw: &str) -> Result<Outcome> {
    let course = course(portal, &seen).await?;
    let package = &course.package;
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
    if row.as_ref().is_some_and(|row| is_after_the_end(row, &launch, &commit)) {
        return Err(Refusal::BadRequest.into());
    }
    let elements = whole(package.standard, &launch, &commit, row.as_ref())?;
    let judging = judging(item, course.rules.failed_means);
    let checked = match check(package.standard, &elements, &judging) {
        Ok(checked) => checked,
        Err(problems) => return Ok(Outcome::Invalid(problems)),
    };
    let time = store(&tx, &launch, &commit, row, &checked).await?;
    keep_raw(&tx, &launch, &commit, raw).await?;
    if !course.is_over_standard {
        note_length(&tx, course.version, &launch, &checked).await?;
    }
    let run = Run::of(&instance, &registration, package, course.rules.counts);
    remember_place(&tx, instance, &commit, package).await?;
    let items = judge(&tx, registration, &launch, &run, time.added).await?;
    launch::Entity::update_many()
        .col_expr(launch::Column::Sequence, Expr::value(commit.sequence))
        .col_expr(launch::Column::LastCommitAt, Expr::value(tx.now()))
        .col_expr(launch::Column::TimedItem, Expr::value(commit.item))
        .col_expr(launch::Column::TimedSession, Expr::value(commit.session))
        .col_expr(launch::Column::TimedCentiseconds, Expr::value(time.of_session))
        .filter(launch::Column::Id.eq(launch.id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(Outcome::Accepted {
        accepted: commit.sequence,
        items,
    })
}

/// What a commit is judged by, read before its transaction, which is kept short: rules that change at this instant are
/// in force from the next commit on.
struct Course {
    version: VersionId,
    package: Package,
    /// Whether the version is known for data longer than its standard allows.
    is_over_standard: bool,
    rules: Attempts,
}

async fn course(portal: &Portal, launch: &launch::Model) -> Result<Course> {
    let db = portal.reader();
    let instance = instance::Entity::find_by_id(launch.instance_id).one(db).await?;
    let instance = instance.ok_or_else(|| Error::fault("a launch without an instance"))?;
    let version = courses::version(db, instance.version_id).await?;
    let course = courses::find(db, launch.organization_id, version.course_id).await?;
    Ok(Course {
        version: version.id,
        package: courses::package_of(&version)?,
        is_over_standard: version.over_standard,
        rules: attempts::of(&course),
    })
}

/// The launch's row, locked against a commit in the same instant.
async fn lock(tx: &Tx, seen: &launch::Model) -> Result<launch::Model> {
    tx.keep(launch::Entity::find_by_id(seen.id))
        .one(tx)
        .await?
        .ok_or_else(|| Error::fault("a launch vanished"))
}
