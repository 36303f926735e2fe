//! Lists of courses, as admins and managers see them.

use lectern_contract::{
    AccountId, CourseId, Refusal, Role, UserId,
    api::Slice,
    courses::{CourseHead, CourseRow, CourseState, ManagedCourse, ManagerState},
    credits::AccountKind,
    limits,
    paging::{Page, Query},
};
use lectern_entities::{account, course, course_manager, invitation, registration};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{
    actor::Actor, courses, credits::accounts::free, fault::Result, invitations::pending, registrations, search,
};

/// A page of the organization's courses, searched by title. Archived ones only when asked for.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &Query,
    state: Option<CourseState>,
) -> Result<Page<CourseRow>> {
    let select = wanted(actor, &query.search, state)?;
    let total = select.clone().count(db).await?;
    let found = select
        .order_by_asc(course::Column::Title)
        .order_by_asc(course::Column::Id)
        .offset(query.offset(total))
        .limit(limits::PAGE)
        .all(db)
        .await?;
    Ok(query.answer(rows(db, found).await?, total))
}

/// The same list for programs.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn slice(
    db: &impl ConnectionTrait,
    actor: &Actor,
    search: &str,
    state: Option<CourseState>,
    slice: Slice<Uuid>,
) -> Result<Vec<CourseRow>> {
    let found = wanted(actor, search, state)?
        .filter(Condition::all().add_option(slice.before.map(|id| course::Column::Id.lt(id))))
        .order_by_desc(course::Column::Id)
        .limit(slice.limit)
        .all(db)
        .await?;
    rows(db, found).await
}

/// One line of it.
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization.
pub async fn one(db: &impl ConnectionTrait, actor: &Actor, id: CourseId) -> Result<CourseRow> {
    actor.require(Role::Admin)?;
    let course = courses::find(db, actor.organization, id).await?;
    Ok(rows(db, vec![course]).await?.remove(0))
}

fn wanted(actor: &Actor, search: &str, state: Option<CourseState>) -> Result<Select<course::Entity>> {
    actor.require(Role::Admin)?;
    let mut select = course::Entity::find().filter(course::Column::OrganizationId.eq(actor.organization));
    select = match state {
        Some(state) => select.filter(course::Column::State.eq(state)),
        None => select.filter(course::Column::State.ne(CourseState::Archived)),
    };
    if let Some(title) = search::pattern(search) {
        select = select.filter(course::Column::TitleKey.like(title));
    }
    Ok(select)
}

async fn rows(db: &impl ConnectionTrait, found: Vec<course::Model>) -> Result<Vec<CourseRow>> {
    let ids: Vec<CourseId> = found.iter().map(|course| course.id).collect();
    let credits = balances(
        db,
        AccountKind::Course,
        account::Column::CourseId.is_in(ids.clone()).into(),
    )
    .await?;
    let learners = registrations::count_by_course(db, registration::Column::CourseId.is_in(ids).into()).await?;
    let rows = found.into_iter().map(|course| CourseRow {
        id: course.id,
        state: course.state,
        standard: course.standard,
        learners: learners.get(&course.id).copied().unwrap_or(0),
        available: credits.get(&course.id).map_or(0, |(_, balance)| *balance),
        account: credits.get(&course.id).map(|(account, _)| *account),
        title: course.title,
    });
    Ok(rows.collect())
}

/// Account and balance per course, for accounts of one kind.
pub(crate) async fn balances(
    db: &impl ConnectionTrait,
    kind: AccountKind,
    of: Condition,
) -> Result<BTreeMap<CourseId, (AccountId, i64)>> {
    let rows: Vec<(CourseId, AccountId, i64)> = account::Entity::find()
        .select_only()
        .columns([account::Column::CourseId, account::Column::Id])
        .expr(free())
        .filter(account::Column::Kind.eq(kind))
        .filter(of)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(course, account, balance)| (course, (account, balance)))
        .collect())
}

/// The head of a course's pages, for an admin or a manager registered on it. `available` counts what the
/// one who asks can spend: the course's credits for an admin, their own for a manager.
///
/// # Errors
/// `NotFound`.
pub async fn head(db: &impl ConnectionTrait, actor: &Actor, id: CourseId) -> Result<CourseHead> {
    use crate::credits::accounts::{Which, balance, find};
    let which = match actor.role {
        Role::Admin => Which::Course(id),
        Role::Manager => {
            courses::managers::require_active(db, actor.organization, id, actor.user).await?;
            Which::Manager(id, actor.user)
        }
        Role::Learner => return Err(Refusal::NotFound.into()),
    };
    let course = courses::find(db, actor.organization, id).await?;
    Ok(CourseHead {
        id,
        attempts: courses::attempts::of(&course),
        title: course.title,
        description: course.description,
        validity_months: course.validity_months,
        state: course.state,
        available: balance(db, actor.organization, which).await?,
        account: find(db, actor.organization, which).await?,
    })
}

/// The courses the acting manager is registered on.
///
/// # Errors
/// `NotFound` unless a manager asks.
pub async fn managed(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<ManagedCourse>> {
    actor.require(Role::Manager)?;
    managed_courses(db, actor, actor.user).await
}

/// The courses that somebody is registered on as a manager, with what they would leave there.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn managed_by(db: &impl ConnectionTrait, actor: &Actor, manager: UserId) -> Result<Vec<ManagedCourse>> {
    actor.require(Role::Admin)?;
    managed_courses(db, actor, manager).await
}

async fn managed_courses(db: &impl ConnectionTrait, actor: &Actor, manager: UserId) -> Result<Vec<ManagedCourse>> {
    let ids: Vec<CourseId> = course_manager::Entity::find()
        .select_only()
        .column(course_manager::Column::CourseId)
        .filter(course_manager::Column::UserId.eq(manager))
        .filter(course_manager::Column::State.eq(ManagerState::Active))
        .into_tuple()
        .all(db)
        .await?;
    let courses = course::Entity::find()
        .filter(course::Column::Id.is_in(ids))
        .filter(course::Column::OrganizationId.eq(actor.organization))
        .order_by_asc(course::Column::Title)
        .all(db)
        .await?;
    let credits = balances(db, AccountKind::Manager, account::Column::UserId.eq(manager).into()).await?;
    let here = || Condition::all().add(invitation::Column::CourseId.is_in(courses.iter().map(|course| course.id)));
    let sources = invitation::Column::SourceId.is_in(credits.values().map(|(account, _)| *account));
    let held: BTreeMap<AccountId, u64> = pending::by(db, invitation::Column::SourceId, here().add(sources)).await?;
    let sent = here().add(invitation::Column::SenderId.eq(manager));
    let sent: BTreeMap<CourseId, u64> = pending::by(db, invitation::Column::CourseId, sent).await?;
    let learners = registrations::count_by_course(db, registration::Column::ManagerId.eq(manager).into()).await?;
    let held_on = |course: CourseId| credits.get(&course).and_then(|(account, _)| held.get(account).copied());
    let row = |course: course::Model| ManagedCourse {
        id: course.id,
        state: course.state,
        available: credits.get(&course.id).map_or(0, |(_, balance)| *balance),
        held: held_on(course.id).unwrap_or(0),
        pending: sent.get(&course.id).copied().unwrap_or(0),
        learners: learners.get(&course.id).copied().unwrap_or(0),
        title: course.title,
    };
    Ok(courses.into_iter().map(row).collect())
}

/// Every live course of the organization as (id, title), for choosing one.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn live_choices(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<(CourseId, String)>> {
    actor.require(Role::Admin)?;
    Ok(course::Entity::find()
        .select_only()
        .columns([course::Column::Id, course::Column::Title])
        .filter(course::Column::OrganizationId.eq(actor.organization))
        .filter(course::Column::State.eq(CourseState::Published))
        .order_by_asc(course::Column::Title)
        .into_tuple()
        .all(db)
        .await?)
}
