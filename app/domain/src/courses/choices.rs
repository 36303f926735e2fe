//! Who can be registered on a course as a manager.

use lectern_contract::{
    CourseId, Role, UserId,
    courses::{MANAGER_CHOICES, ManagerChoices},
    people::UserState,
};
use lectern_entities::{user, user_role};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::managers::active_ids;
use crate::{accounts::users, actor::Actor, fault::Result};

/// Active holders of the role manager who are not yet registered on the course, searched by name and address.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn choices(
    db: &impl ConnectionTrait,
    actor: &Actor,
    course: CourseId,
    search: &str,
) -> Result<ManagerChoices> {
    actor.require(Role::Admin)?;
    let holders = user_role::Entity::find()
        .select_only()
        .column(user_role::Column::UserId)
        .filter(user_role::Column::OrganizationId.eq(actor.organization))
        .filter(user_role::Column::Role.eq(Role::Manager));
    let mut people: Vec<(UserId, String, String)> = user::Entity::find()
        .select_only()
        .columns([user::Column::Id, user::Column::Name, user::Column::Email])
        .filter(user::Column::State.eq(UserState::Active))
        .filter(user::Column::Id.in_subquery(holders.into_query()))
        .filter(user::Column::Id.not_in_subquery(active_ids(course)))
        .filter(Condition::all().add_option(users::matching(search)))
        .order_by_asc(user::Column::Name)
        .order_by_asc(user::Column::Id)
        .limit(MANAGER_CHOICES as u64 + 1)
        .into_tuple()
        .all(db)
        .await?;
    let more = people.len() > MANAGER_CHOICES;
    people.truncate(MANAGER_CHOICES);
    Ok(ManagerChoices { people, more })
}
