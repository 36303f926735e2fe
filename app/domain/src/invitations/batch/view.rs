//! What pages show of batches: the head with its numbers, its rows, and a course's batches.

use lectern_contract::{
    BatchId, CourseId, Role, UserId,
    batches::{BatchHead, BatchLine, BatchState, BatchSummary, Outcome, Verdict},
    limits,
    paging::{Page, Query},
};
use lectern_entities::{batch, batch_row};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::{super::log::names, is_own, see};
use crate::{
    accounts::users,
    actor::Actor,
    courses::{self, managers},
    credits::figures::figures,
    fault::Result,
    search,
};

/// The head of a batch's page.
///
/// # Errors
/// `NotFound` unless it is the actor's.
pub async fn head(db: &impl ConnectionTrait, actor: &Actor, id: BatchId) -> Result<BatchHead> {
    let batch = see(db, actor, id).await?;
    let course = courses::find(db, actor.organization, batch.course_id).await?;
    let sender = users::find(db, actor.organization, batch.sender_id).await?;
    let verdicts: Vec<(Verdict, i64)> = batch_row::Entity::find()
        .select_only()
        .column(batch_row::Column::Verdict)
        .column_as(batch_row::Column::Number.count(), "rows")
        .filter(batch_row::Column::BatchId.eq(id))
        .group_by(batch_row::Column::Verdict)
        .into_tuple()
        .all(db)
        .await?;
    let mut verdicts: Vec<(Verdict, u64)> = verdicts
        .into_iter()
        .map(|(verdict, rows)| (verdict, rows.unsigned_abs()))
        .collect();
    verdicts.sort();
    let mine = is_own(actor, &batch);
    let free = match mine {
        true => figures(db, actor, batch.course_id).await?.spendable(),
        false => 0,
    };
    Ok(BatchHead {
        id,
        course: batch.course_id,
        title: course.title,
        name: batch.name,
        sender: sender.name,
        mine,
        state: batch.state,
        verdicts,
        checked: batch.checked_at,
        free,
        price: batch.price,
        sent: batch.sent.into(),
        started: batch.started_at,
        ended: batch.ended_at,
    })
}

/// A page of a batch's rows in their order, searched by address, of one verdict if asked.
///
/// # Errors
/// `NotFound` unless it is the actor's.
pub async fn rows(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: BatchId,
    query: &Query,
    verdict: Option<Verdict>,
) -> Result<Page<BatchLine>> {
    let batch = see(db, actor, id).await?;
    let mut select = batch_row::Entity::find().filter(batch_row::Column::BatchId.eq(id));
    if let Some(verdict) = verdict {
        select = select.filter(batch_row::Column::Verdict.eq(verdict));
    }
    if let Some(words) = search::address_pattern(&query.search) {
        select = select.filter(batch_row::Column::EmailKey.like(words));
    }
    let total = select.clone().count(db).await?;
    let page = in_order(select).offset(query.offset(total)).limit(limits::PAGE);
    let rows = page.all(db).await?;
    Ok(query.answer(lines(db, batch.state, rows).await?, total))
}

/// The rows after that number, in their order, as many as `most`; for the result as a file.
///
/// # Errors
/// `NotFound` unless it is the actor's.
pub async fn rows_after(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: BatchId,
    after: i32,
    most: u64,
) -> Result<Vec<BatchLine>> {
    let batch = see(db, actor, id).await?;
    let select = batch_row::Entity::find()
        .filter(batch_row::Column::BatchId.eq(id))
        .filter(batch_row::Column::Number.gt(after));
    let rows = in_order(select).limit(most).all(db).await?;
    lines(db, batch.state, rows).await
}

fn in_order(select: Select<batch_row::Entity>) -> Select<batch_row::Entity> {
    select.order_by_asc(batch_row::Column::Number)
}

async fn lines(db: &impl ConnectionTrait, state: BatchState, rows: Vec<batch_row::Model>) -> Result<Vec<BatchLine>> {
    let names = names(db, rows.iter().filter_map(|row| row.invited_by)).await?;
    let name = |by: UserId| names.get(&by).cloned().unwrap_or_default();
    let line = |row: batch_row::Model| BatchLine {
        number: row.number,
        email: row.email,
        verdict: row.verdict,
        outcome: Outcome::of(state, row.verdict, row.invitation_id.is_some()),
        invited: row.invited_by.zip(row.invited_at).map(|(by, at)| (name(by), at)),
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The batches of a course, newest first, as many as a page shows: a manager sees their own, an admin all.
///
/// # Errors
/// `NotFound` unless the course is the actor's.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, course: CourseId) -> Result<Vec<BatchSummary>> {
    let mut select = batch::Entity::find()
        .filter(batch::Column::OrganizationId.eq(actor.organization))
        .filter(batch::Column::CourseId.eq(course))
        .filter(batch::Column::State.is_not_in([BatchState::Discarded, BatchState::Reading]));
    if actor.role == Role::Manager {
        managers::require_active(db, actor.organization, course, actor.user).await?;
        select = select
            .filter(batch::Column::SenderId.eq(actor.user))
            .filter(batch::Column::Role.eq(Role::Manager));
    } else {
        actor.require(Role::Admin)?;
        courses::find(db, actor.organization, course).await?;
    }
    let found = select
        .order_by_desc(batch::Column::Id)
        .limit(limits::PAGE)
        .all(db)
        .await?;
    let names = names(db, found.iter().map(|row| row.sender_id)).await?;
    let summary = |row: batch::Model| BatchSummary {
        id: row.id,
        name: row.name,
        sender: names.get(&row.sender_id).cloned().unwrap_or_default(),
        role: row.role,
        state: row.state,
        rows: row.row_count.into(),
        sent: row.sent.into(),
        given: row.created_at,
    };
    Ok(found.into_iter().map(summary).collect())
}
