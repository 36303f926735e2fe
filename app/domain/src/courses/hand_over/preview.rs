//! The dry run of a hand-over.

use lectern_contract::{
    CourseId, Role, UserId,
    invitations::InvitationState,
    requests::RequestState,
    sharing::{HandOverFigures, HandOverView},
};
use lectern_entities::{credit_request, invitation, registration, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::{
    accounts::users,
    actor::Actor,
    courses::{able, managers},
    credits::accounts::{Which, balance, find},
    fault::Result,
};

/// Names are shown up to this many; the numbers say how many there are.
const NAMES: u64 = 50;

/// What a manager who leaves a course would hand over, and who could take it.
///
/// # Errors
/// `NotFound` unless an admin asks for somebody registered on a course of the organization.
pub async fn preview(
    db: &impl ConnectionTrait,
    actor: &Actor,
    course: CourseId,
    manager: UserId,
) -> Result<HandOverView> {
    actor.require(Role::Admin)?;
    managers::require_active(db, actor.organization, course, manager).await?;
    let person = users::find(db, actor.organization, manager).await?;
    let which = Which::Manager(course, manager);
    let pending = invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(course))
        .filter(invitation::Column::SenderId.eq(manager))
        .filter(invitation::Column::State.eq(InvitationState::Pending));
    let watched = registration::Entity::find()
        .filter(registration::Column::CourseId.eq(course))
        .filter(registration::Column::ManagerId.eq(manager));
    let figures = HandOverFigures {
        free: balance(db, actor.organization, which).await?,
        pending: pending.clone().count(db).await?,
        learners: watched.clone().count(db).await?,
    };
    let addresses = pending
        .select_only()
        .column(invitation::Column::Email)
        .order_by_asc(invitation::Column::Email)
        .limit(NAMES);
    let watched = watched.select_only().column(registration::Column::UserId);
    let learners = user::Entity::find()
        .select_only()
        .column(user::Column::Name)
        .filter(user::Column::Id.in_subquery(watched.into_query()))
        .order_by_asc(user::Column::Name)
        .limit(NAMES);
    Ok(HandOverView {
        manager,
        name: person.name,
        account: find(db, actor.organization, which).await?,
        figures,
        addresses: addresses.into_tuple().all(db).await?,
        learners: learners.into_tuple().all(db).await?,
        requests: open_requests(db, course, manager).await?,
        successors: successors(db, course, manager).await?,
    })
}

async fn open_requests(db: &impl ConnectionTrait, course: CourseId, manager: UserId) -> Result<u64> {
    Ok(credit_request::Entity::find()
        .filter(credit_request::Column::CourseId.eq(course))
        .filter(credit_request::Column::ManagerId.eq(manager))
        .filter(credit_request::Column::State.eq(RequestState::Open))
        .count(db)
        .await?)
}

async fn successors(db: &impl ConnectionTrait, course: CourseId, manager: UserId) -> Result<Vec<(UserId, String)>> {
    Ok(able::people(course)
        .select_only()
        .columns([user::Column::Id, user::Column::Name])
        .filter(user::Column::Id.ne(manager))
        .order_by_asc(user::Column::Name)
        .into_tuple()
        .all(db)
        .await?)
}
