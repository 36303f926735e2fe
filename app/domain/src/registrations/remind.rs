//! Remind: a letter to a learner who has not finished, sent by whoever watches them (`spec/credits.md`, Screens).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use lectern_contract::{
    Refusal, RegistrationId, Role,
    people::UserState,
    registrations::{RegistrationState, Reminders},
};
use lectern_entities::{registration, reminder, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::is_done;
use crate::{
    accounts::users, actor::Actor, audit, courses, courses::managers, fault::Result, letters, once::once, tx::Tx,
};

/// Reminds a learner of a course: once a day and [`lectern_contract::limits::REMINDERS`] times in all. A manager reminds their own
/// learners on courses they manage, an admin everybody.
///
/// # Errors
/// `NotFound` unless the learner is the actor's; `NothingToRemind`; `CourseNotLive`; `RemindLimit`; `KeyReused`.
pub async fn remind(tx: &Tx, actor: &Actor, key: &str, id: RegistrationId) -> Result<()> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    Box::pin(once(
        tx,
        actor,
        key,
        "registration.remind",
        id,
        remind_now(tx, actor, id),
    ))
    .await
}

async fn remind_now(tx: &Tx, actor: &Actor, id: RegistrationId) -> Result<()> {
    // The row is locked, so that of two reminders at once one sees the other.
    let found = registration::Entity::find_by_id(id);
    let row = watched(tx, actor, tx.keep(found).one(tx).await?).await?;
    let person = users::find(tx, actor.organization, row.user_id).await?;
    let earlier = of(tx, std::iter::once(id)).await?.remove(&id);
    if let Some(why) = why_never(&row, &person).or_else(|| earlier.and_then(|earlier| earlier.limit(tx.now()))) {
        return Err(why.into());
    }
    let course = courses::find(tx, actor.organization, row.course_id).await?;
    if course.version_id.is_none() {
        return Err(Refusal::CourseNotLive.into());
    }
    let sender = users::find(tx, actor.organization, actor.user).await?;
    tx.insert(reminder::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(actor.organization),
        registration_id: Set(id),
        sender_id: Set(actor.user),
        created_at: Set(tx.now()),
    })
    .await?;
    letters::learner_reminded(tx, &person, &course, &sender, row.first_launched_at.is_some()).await?;
    audit::note(tx, &actor.author(), "registration.remind", "registration", id, ()).await
}

/// A registration that the actor watches: an admin everybody's, a manager their own learners'.
///
/// # Errors
/// `NotFound`.
pub(crate) async fn watched(
    db: &impl ConnectionTrait,
    actor: &Actor,
    found: Option<registration::Model>,
) -> Result<registration::Model> {
    let row = found.filter(|row| row.organization_id == actor.organization);
    let row = row.ok_or(Refusal::NotFound)?;
    match actor.role {
        Role::Admin => Ok(row),
        Role::Manager if row.manager_id == Some(actor.user) => {
            managers::require_active(db, actor.organization, row.course_id, actor.user).await?;
            Ok(row)
        }
        _ => Err(Refusal::NotFound.into()),
    }
}

/// The reminders of these registrations.
///
/// # Errors
/// The database's own.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = RegistrationId>,
) -> Result<BTreeMap<RegistrationId, Reminders>> {
    let rows: Vec<(RegistrationId, DateTime<Utc>)> = reminder::Entity::find()
        .select_only()
        .columns([reminder::Column::RegistrationId, reminder::Column::CreatedAt])
        .filter(reminder::Column::RegistrationId.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let mut all: BTreeMap<RegistrationId, Reminders> = BTreeMap::new();
    for (id, at) in rows {
        let reminders = all.entry(id).or_default();
        reminders.count += 1;
        reminders.last = reminders.last.max(Some(at));
    }
    Ok(all)
}

/// Why a learner is not reminded, whenever it is.
pub(super) fn why_never(row: &registration::Model, person: &user::Model) -> Option<Refusal> {
    if person.state != UserState::Active {
        return Some(Refusal::UserSuspended);
    }
    (row.state != RegistrationState::Active || is_done(row)).then_some(Refusal::NothingToRemind)
}
