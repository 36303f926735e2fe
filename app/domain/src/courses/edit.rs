//! Title, description, publish, archive.

use lectern_contract::{
    CourseId, Refusal, Role, courses::CourseState, invitations::InvitationState, limits, refusal::Field,
};
use lectern_entities::{course, invitation};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use crate::{accounts::input, actor::Actor, audit, courses, fault::Result, invitations, letters, tx::Tx};

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

/// Archives a course: nobody new is enrolled; pending invitations are canceled, their credits released and the
/// invited addresses told; learners keep their access (`spec/credits.md`, state machine).
///
/// # Errors
/// `NotFound`.
pub async fn archive(tx: &Tx, actor: &Actor, id: CourseId) -> Result<()> {
    actor.require(Role::Admin)?;
    let course = courses::find(tx, actor.organization, id).await?;
    // First of all, so that who invites at this moment is either seen below or refused.
    set_state(tx, actor, id, CourseState::Archived, "course.archive").await?;
    let pending = invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(id))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .order_by_asc(invitation::Column::Id);
    let pending = tx.keep(pending).all(tx).await?;
    invitations::lock_sources(tx, actor.organization, &pending, []).await?;
    let author = actor.author();
    for invitation in pending {
        invitations::leave_pending(tx, &author, &invitation, InvitationState::Canceled).await?;
        letters::invitation_canceled(tx, &invitation, &course).await?;
        audit::note(tx, &author, "invitation.cancel", "invitation", invitation.id, ()).await?;
    }
    Ok(())
}

async fn set_state(tx: &Tx, actor: &Actor, id: CourseId, state: CourseState, act: &'static str) -> Result<()> {
    course::ActiveModel {
        id: Set(id),
        state: Set(state),
        updated_at: Set(tx.now()),
        ..Default::default()
    }
    .update(tx)
    .await?;
    audit::note(tx, &actor.author(), act, "course", id, state).await
}
