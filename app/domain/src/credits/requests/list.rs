//! Lists of requests, and one with what an admin needs to decide it.

use std::collections::BTreeMap;

use lectern_contract::{
    CourseId, OrganizationId, Refusal, RequestId, Role, UserId,
    credits::AccountKind,
    limits,
    paging::{Page, Query},
    requests::{RequestRow, RequestState, RequestView},
};
use lectern_entities::{course, credit_request, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, sea_query::LikeExpr,
};

use super::find;
use crate::{
    actor::Actor,
    courses::managers,
    credits::accounts::{self, Which},
    fault::Result,
    invitations::log::names,
    search,
};

/// A page of the organization's requests, newest first, searched by manager and course.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &Query,
    state: Option<RequestState>,
) -> Result<Page<RequestRow>> {
    actor.require(Role::Admin)?;
    let mut select = of(actor.organization);
    if let Some(state) = state {
        select = select.filter(credit_request::Column::State.eq(state));
    }
    if let Some(words) = search::pattern(&query.search) {
        select = select.filter(about(words));
    }
    page(db, select, query).await
}

/// A page of the acting manager's requests for a course, newest first.
///
/// # Errors
/// `NotFound` unless they manage it.
pub async fn mine(
    db: &impl ConnectionTrait,
    actor: &Actor,
    course: CourseId,
    query: &Query,
) -> Result<Page<RequestRow>> {
    actor.require(Role::Manager)?;
    managers::require_active(db, actor.organization, course, actor.user).await?;
    let select = of(actor.organization)
        .filter(credit_request::Column::CourseId.eq(course))
        .filter(credit_request::Column::ManagerId.eq(actor.user));
    page(db, select, query).await
}

/// One request with the balances that decide it.
///
/// # Errors
/// `NotFound` unless an admin asks for one of the organization.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, id: RequestId) -> Result<RequestView> {
    actor.require(Role::Admin)?;
    let row = find(db, actor.organization, id).await?;
    let (course, manager) = (row.course_id, row.manager_id);
    let row = rows(db, vec![row]).await?.pop().ok_or(Refusal::NotFound)?;
    let balance = |which| accounts::balance(db, actor.organization, which);
    let account = |which| accounts::find(db, actor.organization, which);
    Ok(RequestView {
        row,
        course_free: balance(Which::Course(course)).await?,
        course_account: account(Which::Course(course)).await?,
        pool: balance(Which::Own(AccountKind::Pool)).await?,
        pool_account: account(Which::Own(AccountKind::Pool)).await?,
        manager_free: balance(Which::Manager(course, manager)).await?,
        manager_account: account(Which::Manager(course, manager)).await?,
    })
}

/// How many requests wait for an answer.
///
/// # Errors
/// The database's own.
pub(crate) async fn open(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<u64> {
    let open = of(organization).filter(credit_request::Column::State.eq(RequestState::Open));
    Ok(open.count(db).await?)
}

fn of(organization: OrganizationId) -> Select<credit_request::Entity> {
    credit_request::Entity::find().filter(credit_request::Column::OrganizationId.eq(organization))
}

/// Requests whose manager's name or course's title holds the words.
fn about(words: LikeExpr) -> Condition {
    let people = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::NameKey.like(words.clone()));
    let courses = course::Entity::find()
        .select_only()
        .column(course::Column::Id)
        .filter(course::Column::TitleKey.like(words));
    Condition::any()
        .add(credit_request::Column::ManagerId.in_subquery(people.into_query()))
        .add(credit_request::Column::CourseId.in_subquery(courses.into_query()))
}

async fn page(
    db: &impl ConnectionTrait,
    select: Select<credit_request::Entity>,
    query: &Query,
) -> Result<Page<RequestRow>> {
    let total = select.clone().count(db).await?;
    let found = select
        .order_by_desc(credit_request::Column::Id)
        .offset(query.offset(total))
        .limit(limits::PAGE)
        .all(db)
        .await?;
    Ok(query.answer(rows(db, found).await?, total))
}

async fn rows(db: &impl ConnectionTrait, found: Vec<credit_request::Model>) -> Result<Vec<RequestRow>> {
    let mut people: Vec<UserId> = found.iter().map(|row| row.manager_id).collect();
    people.extend(found.iter().filter_map(|row| row.decided_by));
    let names = names(db, people.into_iter()).await?;
    let titles: Vec<(CourseId, String)> = course::Entity::find()
        .select_only()
        .columns([course::Column::Id, course::Column::Title])
        .filter(course::Column::Id.is_in(found.iter().map(|row| row.course_id)))
        .into_tuple()
        .all(db)
        .await?;
    let titles: BTreeMap<_, _> = titles.into_iter().collect();
    let row = |row: credit_request::Model| RequestRow {
        id: row.id,
        course: row.course_id,
        title: titles.get(&row.course_id).cloned().unwrap_or_default(),
        manager: row.manager_id,
        name: names.get(&row.manager_id).cloned().unwrap_or_default(),
        amount: row.amount,
        note: row.note,
        state: row.state,
        assigned: row.assigned,
        answer: row.answer,
        asked: row.created_at,
        decided: row.decided_at,
        decided_by: row.decided_by.and_then(|id| names.get(&id).cloned()),
    };
    Ok(found.into_iter().map(row).collect())
}
