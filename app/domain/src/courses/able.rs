//! Who can act for a course now. A manager's registration on it outlasts their account's suspension and the loss of
//! their role: then it gives them nothing to do, and nothing may be given to them.

use std::collections::BTreeSet;

use lectern_contract::{CourseId, OrganizationId, Refusal, Role, UserId, people::UserState};
use lectern_entities::{user, user_role};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::managers;
use crate::{
    accounts::{sessions, users},
    fault::{Error, Result},
    tx::Tx,
};

/// A manager of the course who can act as one (`spec/credits.md`, Ledger: assign, "manager active"), and who is not
/// taken off it before this transaction ends.
///
/// # Errors
/// `NotFound` unless they are registered on the course; `UserSuspended`; `NotAManager`.
pub(crate) async fn keep(
    tx: &Tx,
    organization: OrganizationId,
    course: CourseId,
    manager: UserId,
) -> Result<user::Model> {
    managers::keep_active(tx, organization, course, manager).await?;
    let person = users::find(tx, organization, manager).await?;
    require(tx, &person).await?;
    Ok(person)
}

/// Refuses who is registered on a course and can do nothing with that.
///
/// # Errors
/// `UserSuspended`; `NotAManager`.
pub(crate) async fn require(db: &impl ConnectionTrait, person: &user::Model) -> Result<()> {
    if person.state != UserState::Active {
        return Err(Refusal::UserSuspended.into());
    }
    if sessions::holds(db, person.id, Role::Manager).await? {
        Ok(())
    } else {
        Err(Refusal::NotAManager.into())
    }
}

/// The people registered on a course who can act as its managers.
pub(crate) fn people(course: CourseId) -> Select<user::Entity> {
    let holders = user_role::Entity::find()
        .select_only()
        .column(user_role::Column::UserId)
        .filter(user_role::Column::Role.eq(Role::Manager));
    user::Entity::find()
        .filter(user::Column::State.eq(UserState::Active))
        .filter(user::Column::Id.in_subquery(managers::active_ids(course)))
        .filter(user::Column::Id.in_subquery(holders.into_query()))
}

/// The same by their ids.
///
/// # Errors
/// The database's own.
pub(crate) async fn ids(db: &impl ConnectionTrait, course: CourseId) -> Result<BTreeSet<UserId>> {
    let ids: Vec<UserId> = people(course)
        .select_only()
        .column(user::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Whether somebody can invite to a course: an admin, or who manages it.
///
/// # Errors
/// The database's own.
pub(crate) async fn invites(db: &impl ConnectionTrait, course: CourseId, person: &user::Model) -> Result<bool> {
    let registered = managers::is_active(db, person.organization_id, course, person.id).await?;
    may(db, person, registered).await
}

/// The same, and a manager is not taken off the course before this transaction ends.
///
/// # Errors
/// The database's own.
pub(crate) async fn keeps_inviting(tx: &Tx, course: CourseId, person: &user::Model) -> Result<bool> {
    let registered = match managers::keep_active(tx, person.organization_id, course, person.id).await {
        Ok(()) => true,
        Err(Error::Refused(_)) => false,
        Err(error) => return Err(error),
    };
    may(tx, person, registered).await
}

async fn may(db: &impl ConnectionTrait, person: &user::Model, registered: bool) -> Result<bool> {
    if person.state != UserState::Active {
        return Ok(false);
    }
    let roles = users::roles(db, person.id).await?;
    Ok(roles.contains(&Role::Admin) || registered && roles.contains(&Role::Manager))
}
