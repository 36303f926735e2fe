//! Title, description, publish.

use lectern_contract::{CourseId, Refusal, Role, courses::CourseState, limits, refusal::Field};
use lectern_entities::course;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::json;

use crate::{accounts::input, actor::Actor, audit, courses, fault::Result, tx::Tx};

pub use super::archive::archive;

/// Changes a course's title and description.
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization; problems of the fields.
pub async fn edit(tx: &Tx, actor: &Actor, id: CourseId, title: &str, description: &str) -> Result<()> {
    actor.require(Role::Admin)?;
    let before = courses::find(tx, actor.organization, id).await?;
    let title = input::line(title, Field::Title, limits::TITLE)?;
    let description = input::lines(description, Field::Description, limits::DESCRIPTION)?;
    let (was, is) = (
        json!({ "title": before.title, "description": before.description }),
        json!({ "title": title, "description": description }),
    );
    course::ActiveModel {
        id: Set(id),
        title: Set(title),
        description: Set(description),
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
    let before = json!(courses::find(tx, actor.organization, id).await?.state);
    course::ActiveModel {
        id: Set(id),
        state: Set(state),
        updated_at: Set(tx.now()),
        ..Default::default()
    }
    .update(tx)
    .await?;
    let after = json!(state);
    let entry = audit::Entry {
        act,
        subject: "course",
        id: Some(id.0),
        before: Some(&before),
        after: Some(&after),
    };
    audit::write(tx, &actor.author(), entry).await
}
