//! Title, description, validity, publish.

use chrono::{DateTime, Utc};
use lectern_contract::{
    CourseId, Refusal, Role,
    courses::{CourseState, ValidityChange},
    limits,
    refusal::Field,
};
use lectern_entities::course;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use serde_json::json;

use crate::{accounts::input, actor::Actor, audit, courses, fault::Result, registrations::validity, search, tx::Tx};

pub use super::archive::archive;

/// What an admin typed about a course.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it is about.
    pub description: &'a str,
    /// How many months a completion is valid; empty means for ever.
    pub validity_months: &'a str,
}

/// Changes a course's title and description, and how long its completion is valid, also for those who have it.
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization; problems of the fields.
pub async fn edit(tx: &Tx, actor: &Actor, id: CourseId, words: Words<'_>) -> Result<()> {
    actor.require(Role::Admin)?;
    let before = courses::find(tx, actor.organization, id).await?;
    let title = input::line(words.title, Field::Title, limits::TITLE)?;
    let description = input::lines(words.description, Field::Description, limits::DESCRIPTION)?;
    let validity_months = months(words.validity_months)?;
    let (was, is) = (
        json!({ "title": before.title, "description": before.description, "validity_months": before.validity_months }),
        json!({ "title": title, "description": description, "validity_months": validity_months }),
    );
    course::ActiveModel {
        id: Set(id),
        title_key: Set(search::key(&title)),
        title: Set(title),
        description: Set(description),
        validity_months: Set(validity_months),
        updated_at: Set(tx.now()),
        ..Default::default()
    }
    .update(tx)
    .await?;
    let entry = audit::Entry {
        act: "course.edit",
        subject: "course",
        id: Some(id.0),
        before: Some(&was),
        after: Some(&is),
    };
    audit::write(tx, &actor.author(), entry).await
}

/// As [`edit`], for people: where learners have completed the course, only who is `sure` changes how long that is valid
/// ([`preview`] says what it does to them).
///
/// # Errors
/// As [`edit`]; `ConfirmFirst`. Then nothing may be committed.
pub async fn edit_if_sure(tx: &Tx, actor: &Actor, id: CourseId, words: Words<'_>, sure: bool) -> Result<()> {
    actor.require(Role::Admin)?;
    let before = courses::find(tx, actor.organization, id).await?;
    edit(tx, actor, id, words).await?;
    let months = months(words.validity_months)?;
    if sure || before.validity_months == months {
        return Ok(());
    }
    if validity::change(tx, &before, months, tx.now()).await?.asks() {
        Err(Refusal::ConfirmFirst.into())
    } else {
        Ok(())
    }
}

/// What another validity, as it was typed, changes at once for those who completed the course.
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization; `OutOfRange`.
pub async fn preview(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: CourseId,
    validity_months: &str,
    now: DateTime<Utc>,
) -> Result<ValidityChange> {
    actor.require(Role::Admin)?;
    let course = courses::find(db, actor.organization, id).await?;
    validity::change(db, &course, months(validity_months)?, now).await
}

/// A validity as it was typed; nothing is for ever.
fn months(typed: &str) -> Result<Option<i32>> {
    match typed.trim() {
        "" => Ok(None),
        months => input::number(months, Field::ValidityMonths, &limits::VALIDITY_MONTHS).map(Some),
    }
}

/// Publishes a course: people can be enrolled from now on. An archived one comes back.
///
/// # Errors
/// `NotFound`; `NothingToLaunch`.
pub async fn publish(tx: &Tx, actor: &Actor, id: CourseId) -> Result<()> {
    actor.require(Role::Admin)?;
    if courses::find(tx, actor.organization, id).await?.version_id.is_none() {
        return Err(Refusal::NothingToLaunch.into());
    }
    set_state(tx, actor, id, CourseState::Published, "course.publish").await
}

pub(super) async fn set_state(
    tx: &Tx,
    actor: &Actor,
    id: CourseId,
    state: CourseState,
    act: &'static str,
) -> Result<()> {
    let before = courses::find(tx, actor.organization, id).await?.state;
    course::ActiveModel {
        id: Set(id),
        state: Set(state),
        updated_at: Set(tx.now()),
        ..Default::default()
    }
    .update(tx)
    .await?;
    let both = (json!({ "state": before }), json!({ "state": state }));
    audit::change(tx, &actor.author(), act, "course", id, both).await
}
