//! Registrations of the whole organization, for programs.

use std::collections::BTreeMap;

use lectern_contract::{
    CourseId, Refusal, RegistrationId, Role, UserId,
    api::{RegistrationRow, Slice},
    registrations::RegistrationState,
};
use lectern_entities::{course, registration, user};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::standing;
use crate::{accounts::users, actor::Actor, courses, fault::Result};

/// Which registrations are asked for; nothing means all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Of this learner.
    pub user: Option<UserId>,
    /// On this course.
    pub course: Option<CourseId>,
    /// In this state.
    pub state: Option<RegistrationState>,
}

/// Registrations, newest first.
///
/// # Errors
/// `NotFound` unless an admin asks, and for a user or course of others.
pub async fn slice(
    db: &impl ConnectionTrait,
    actor: &Actor,
    wanted: Wanted,
    slice: Slice<Uuid>,
) -> Result<Vec<RegistrationRow>> {
    actor.require(Role::Admin)?;
    if let Some(user) = wanted.user {
        users::find(db, actor.organization, user).await?;
    }
    if let Some(course) = wanted.course {
        courses::find(db, actor.organization, course).await?;
    }
    let of = Condition::all()
        .add(registration::Column::OrganizationId.eq(actor.organization))
        .add_option(wanted.user.map(|id| registration::Column::UserId.eq(id)))
        .add_option(wanted.course.map(|id| registration::Column::CourseId.eq(id)))
        .add_option(wanted.state.map(|state| registration::Column::State.eq(state)))
        .add_option(slice.before.map(|id| registration::Column::Id.lt(id)));
    let found = registration::Entity::find()
        .filter(of)
        .order_by_desc(registration::Column::Id)
        .limit(slice.limit)
        .all(db)
        .await?;
    rows(db, found).await
}

/// One of them.
///
/// # Errors
/// `NotFound` unless an admin asks for a registration of the organization.
pub async fn one(db: &impl ConnectionTrait, actor: &Actor, id: RegistrationId) -> Result<RegistrationRow> {
    actor.require(Role::Admin)?;
    let found = registration::Entity::find_by_id(id)
        .filter(registration::Column::OrganizationId.eq(actor.organization))
        .all(db)
        .await?;
    let row = rows(db, found).await?.pop();
    Ok(row.ok_or(Refusal::NotFound)?)
}

async fn rows(db: &impl ConnectionTrait, found: Vec<registration::Model>) -> Result<Vec<RegistrationRow>> {
    let people = user::Entity::find()
        .filter(user::Column::Id.is_in(found.iter().map(|row| row.user_id)))
        .all(db)
        .await?;
    let people: BTreeMap<UserId, user::Model> = people.into_iter().map(|row| (row.id, row)).collect();
    let courses = course::Entity::find()
        .filter(course::Column::Id.is_in(found.iter().map(|row| row.course_id)))
        .all(db)
        .await?;
    let courses: BTreeMap<CourseId, course::Model> = courses.into_iter().map(|row| (row.id, row)).collect();
    let row = |row: registration::Model| {
        let (person, course) = (people.get(&row.user_id)?, courses.get(&row.course_id)?);
        Some(RegistrationRow {
            id: row.id,
            user: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            course: course.id,
            title: course.title.clone(),
            cycle: row.cycle,
            state: row.state,
            standing: standing(&row),
            manager: row.manager_id,
            enrolled: row.created_at,
            last_launched: row.last_launched_at,
        })
    };
    Ok(found.into_iter().filter_map(row).collect())
}
