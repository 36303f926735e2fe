//! Managers registered on a course: who may be given its credits and invite to it.

use std::collections::BTreeSet;

use lectern_contract::{
    AccountId, CourseId, OrganizationId, Refusal, Role, UserId,
    courses::{ManagerRow, ManagerState},
    credits::AccountKind,
    people::UserState,
    registrations::RegistrationState,
};
use lectern_entities::{account, course_manager, registration, user};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, SelectStatement},
};
use serde_json::json;

use crate::{
    accounts::{sessions, users},
    actor::Actor,
    audit,
    courses::{self, able},
    credits::{
        accounts::{Which, balance, free},
        requests,
    },
    fault::Result,
    invitations::{self, pending::Waiting},
    registrations::falls_due,
    tx::Tx,
};

/// Refuses where the person is not registered on the course as a manager.
///
/// # Errors
/// `NotFound`.
pub(crate) async fn require_active(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    course: CourseId,
    manager: UserId,
) -> Result<()> {
    let found = active(organization, course, manager).one(db).await?;
    found.map(drop).ok_or_else(|| Refusal::NotFound.into())
}

/// Whether the person is registered on the course as a manager.
///
/// # Errors
/// The database's own.
pub(crate) async fn is_active(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    course: CourseId,
    manager: UserId,
) -> Result<bool> {
    Ok(active(organization, course, manager).one(db).await?.is_some())
}

/// As [`require_active`], and they are not removed before this transaction ends.
///
/// # Errors
/// `NotFound`.
pub(crate) async fn keep_active(
    tx: &Tx,
    organization: OrganizationId,
    course: CourseId,
    manager: UserId,
) -> Result<()> {
    let found = tx.share(active(organization, course, manager)).one(tx).await?;
    found.map(drop).ok_or_else(|| Refusal::NotFound.into())
}

/// Several managers of one course, locked in one order so that two acts on the same two do not wait for one another.
///
/// # Errors
/// `NotFound` unless all of them are registered on it.
pub(crate) async fn keep_alone(
    tx: &Tx,
    organization: OrganizationId,
    course: CourseId,
    managers: &[UserId],
) -> Result<()> {
    let found = tx.keep(several(organization, course, managers)).all(tx).await?;
    all_found(&found, managers)
}

/// As [`keep_alone`], though others may rely on the same managers, too.
///
/// # Errors
/// As [`keep_alone`].
pub(crate) async fn keep_each(
    tx: &Tx,
    organization: OrganizationId,
    course: CourseId,
    managers: &[UserId],
) -> Result<()> {
    let found = tx.share(several(organization, course, managers)).all(tx).await?;
    all_found(&found, managers)
}

fn all_found(found: &[course_manager::Model], managers: &[UserId]) -> Result<()> {
    if found.len() == managers.len() {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}

fn several(organization: OrganizationId, course: CourseId, managers: &[UserId]) -> Select<course_manager::Entity> {
    course_manager::Entity::find()
        .filter(course_manager::Column::OrganizationId.eq(organization))
        .filter(course_manager::Column::CourseId.eq(course))
        .filter(course_manager::Column::UserId.is_in(managers.iter().copied()))
        .filter(course_manager::Column::State.eq(ManagerState::Active))
        .order_by_asc(course_manager::Column::Id)
}

fn active(organization: OrganizationId, course: CourseId, manager: UserId) -> Select<course_manager::Entity> {
    course_manager::Entity::find()
        .filter(course_manager::Column::OrganizationId.eq(organization))
        .filter(course_manager::Column::CourseId.eq(course))
        .filter(course_manager::Column::UserId.eq(manager))
        .filter(course_manager::Column::State.eq(ManagerState::Active))
}

/// The people registered on a course as managers, for use inside another query.
pub(crate) fn active_ids(course: CourseId) -> SelectStatement {
    course_manager::Entity::find()
        .select_only()
        .column(course_manager::Column::UserId)
        .filter(course_manager::Column::CourseId.eq(course))
        .filter(course_manager::Column::State.eq(ManagerState::Active))
        .into_query()
}

/// Registers a user who holds the role manager on a course; it costs nothing (`spec/credits.md` 12).
///
/// # Errors
/// `NotFound` unless an admin asks; `UserSuspended`; `NotAManager`; `AlreadyManager`.
pub async fn add(tx: &Tx, actor: &Actor, course: CourseId, manager: UserId) -> Result<()> {
    actor.require(Role::Admin)?;
    courses::find(tx, actor.organization, course).await?;
    let user = users::find(tx, actor.organization, manager).await?;
    if user.state != UserState::Active {
        return Err(Refusal::UserSuspended.into());
    }
    if !sessions::holds(tx, manager, Role::Manager).await? {
        return Err(Refusal::NotAManager.into());
    }
    let row = course_manager::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(actor.organization),
        course_id: Set(course),
        user_id: Set(manager),
        state: Set(ManagerState::Active),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let known = !tx.insert_unless_taken(row).await?;
    if known && !set_state(tx, course, manager, ManagerState::Active).await? {
        return Err(Refusal::AlreadyManager.into());
    }
    let both = (
        json!({ "state": known.then_some(ManagerState::Removed) }),
        json!({ "state": ManagerState::Active, "manager": manager }),
    );
    audit::change(tx, &actor.author(), "manager.add", "course", course, both).await
}

/// Takes a manager off a course. They must have nothing there any more: taking back credits and canceling
/// invitations come first, so that nothing is lost without being named.
///
/// # Errors
/// `NotFound`; `ManagerHasCredits`.
pub async fn remove(tx: &Tx, actor: &Actor, course: CourseId, manager: UserId) -> Result<()> {
    actor.require(Role::Admin)?;
    let registered = tx.keep(active(actor.organization, course, manager)).one(tx).await?;
    registered.ok_or(Refusal::NotFound)?;
    // The balance is read last: what ended since the others were read has come back to it by then.
    let pending = invitations::log::pending_of(tx, course, manager).await?
        + invitations::batch::to_send(tx, course, manager).await?;
    let free = balance(tx, actor.organization, Which::Manager(course, manager)).await?;
    if free != 0 || pending != 0 {
        return Err(Refusal::ManagerHasCredits { free, pending }.into());
    }
    set_state(tx, course, manager, ManagerState::Removed).await?;
    requests::withdraw_all(tx, &actor.author(), course, Some(manager)).await?;
    falls_due::pass_on(tx, course, manager, None).await?;
    let both = (
        json!({ "state": ManagerState::Active }),
        json!({ "state": ManagerState::Removed, "manager": manager }),
    );
    audit::change(tx, &actor.author(), "manager.remove", "course", course, both).await
}

/// Sets the state where it is another; answers whether it was.
pub(super) async fn set_state(tx: &Tx, course: CourseId, manager: UserId, state: ManagerState) -> Result<bool> {
    let changed = course_manager::Entity::update_many()
        .col_expr(course_manager::Column::State, Expr::value(state))
        .col_expr(course_manager::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(course_manager::Column::CourseId.eq(course))
        .filter(course_manager::Column::UserId.eq(manager))
        .filter(course_manager::Column::State.ne(state))
        .exec(tx)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// The managers of a course with their credits.
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, course: CourseId) -> Result<Vec<ManagerRow>> {
    actor.require(Role::Admin)?;
    courses::find(db, actor.organization, course).await?;
    let people = user::Entity::find()
        .filter(user::Column::Id.in_subquery(active_ids(course)))
        .order_by_asc(user::Column::Name)
        .all(db)
        .await?;
    let (waiting, able) = (Waiting::on(db, course).await?, able::ids(db, course).await?);
    let mut rows = Vec::with_capacity(people.len());
    for person in people {
        rows.push(row(db, course, person, &waiting, &able).await?);
    }
    Ok(rows)
}

/// One manager of a course with their credits.
///
/// # Errors
/// `NotFound` unless an admin asks for somebody registered on a course of the organization.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, course: CourseId, manager: UserId) -> Result<ManagerRow> {
    actor.require(Role::Admin)?;
    require_active(db, actor.organization, course, manager).await?;
    let person = users::find(db, actor.organization, manager).await?;
    let (waiting, able) = (Waiting::on(db, course).await?, able::ids(db, course).await?);
    row(db, course, person, &waiting, &able).await
}

async fn row(
    db: &impl ConnectionTrait,
    course: CourseId,
    person: user::Model,
    waiting: &Waiting,
    able: &BTreeSet<UserId>,
) -> Result<ManagerRow> {
    let learners = registration::Entity::find()
        .filter(registration::Column::CourseId.eq(course))
        .filter(registration::Column::ManagerId.eq(person.id))
        .filter(registration::Column::State.eq(RegistrationState::Active))
        .count(db)
        .await?;
    let own: Option<(AccountId, i64)> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .expr(free())
        .filter(account::Column::Kind.eq(AccountKind::Manager))
        .filter(
            account::Column::CourseId
                .eq(course)
                .and(account::Column::UserId.eq(person.id)),
        )
        .into_tuple()
        .one(db)
        .await?;
    let account = own.map(|(account, _)| account);
    Ok(ManagerRow {
        user: person.id,
        name: person.name,
        email: person.email,
        state: person.state,
        able: able.contains(&person.id),
        available: own.map_or(0, |(_, balance)| balance),
        account,
        held: waiting.held(account),
        pending: waiting.of(person.id),
        learners,
    })
}
