//! The log of invitations, and counts of pending ones.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use lectern_contract::{
    AccountId, CourseId, InvitationId, Role, UserId,
    invitations::{InvitationHead, InvitationRow, InvitationState},
    letters::LetterState,
    limits,
    paging::{Page, Query},
};
use lectern_entities::{invitation, letter, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
    sea_query::{Expr, LikeExpr},
};
use uuid::Uuid;

use super::{purse, signs::Signs};
use crate::{
    accounts::users::{self, escape},
    actor::Actor,
    courses::{self, managers},
    fault::Result,
    portal::Portal,
};

/// A page of a course's invitations, newest first: a manager sees their own, an admin all.
///
/// # Errors
/// `NotFound` unless the course is the actor's.
pub async fn list(
    portal: &Portal,
    actor: &Actor,
    course: CourseId,
    query: &Query,
    state: Option<InvitationState>,
) -> Result<Page<InvitationRow>> {
    let db = portal.reader();
    let mut select = wanted(portal, actor, &query.search, state).filter(invitation::Column::CourseId.eq(course));
    if actor.role == Role::Manager {
        managers::require_active(db, actor.organization, course, actor.user).await?;
        select = select.filter(invitation::Column::SenderId.eq(actor.user));
    } else {
        actor.require(Role::Admin)?;
        courses::find(db, actor.organization, course).await?;
    }
    let total = select.clone().count(db).await?;
    let found = select
        .order_by_desc(invitation::Column::Id)
        .offset(query.offset())
        .limit(limits::PAGE)
        .all(db)
        .await?;
    Ok(query.answer(rows(portal, actor, found).await?, total))
}

/// The invitations of the organization that are asked for.
pub(super) fn wanted(
    portal: &Portal,
    actor: &Actor,
    search: &str,
    state: Option<InvitationState>,
) -> Select<invitation::Entity> {
    let mut select = invitation::Entity::find().filter(invitation::Column::OrganizationId.eq(actor.organization));
    if let Some(state) = state {
        select = select.filter(in_state(state, portal.now()));
    }
    let words: String = search.trim().to_lowercase().chars().take(limits::SEARCH).collect();
    if words.is_empty() {
        return select;
    }
    let pattern = LikeExpr::new(format!("%{}%", escape(&words))).escape('\\');
    select.filter(Expr::col(invitation::Column::EmailKey).like(pattern))
}

/// Invitations as lines of the log.
pub(super) async fn rows(portal: &Portal, actor: &Actor, found: Vec<invitation::Model>) -> Result<Vec<InvitationRow>> {
    let db = portal.reader();
    let waiting = waiting(db, found.iter().map(|row| row.id)).await?;
    let names = names(db, found.iter().map(|row| row.sender_id)).await?;
    let signs = Signs::of(db, actor.organization, &found).await?;
    let rows = found.into_iter().map(|row| InvitationRow {
        id: row.id,
        sender: names.get(&row.sender_id).cloned().unwrap_or_default(),
        state: seen(&row, portal.now()),
        sent: row.created_at,
        last_sent: row.last_sent_at,
        re_invites: row.re_invites,
        expires: row.expires_at,
        decided: row.decided_at,
        undeliverable: row.undeliverable,
        letter_waits: waiting.contains(&row.id),
        reminded: row.reminded_at,
        reminders_off: row.reminders_off,
        disowned: row.disowned_at,
        came_back: signs.came_back(&row),
        claims: signs.claims(row.id),
        first_sent_to: signs.first_sent_to(row.id),
        email: row.email,
    });
    Ok(rows.collect())
}

/// The head of one invitation's pages.
///
/// # Errors
/// `NotFound` unless it is the actor's.
pub async fn head(portal: &Portal, actor: &Actor, id: InvitationId) -> Result<InvitationHead> {
    let db = portal.reader();
    let row = super::see(db, actor, id).await?;
    let course = courses::find(db, actor.organization, row.course_id).await?;
    let sender = users::find(db, actor.organization, row.sender_id).await?;
    Ok(InvitationHead {
        id,
        state: seen(&row, portal.now()),
        sender: sender.name,
        course: course.id,
        title: course.title,
        source: purse::kind(db, row.source_id).await?,
        email: row.email,
    })
}

/// A pending invitation past its end reads as expired before the sweeper comes.
fn seen(row: &invitation::Model, now: DateTime<Utc>) -> InvitationState {
    match row.state {
        InvitationState::Pending if row.expires_at <= now => InvitationState::Expired,
        state => state,
    }
}

/// The same as a condition.
fn in_state(state: InvitationState, now: DateTime<Utc>) -> Condition {
    let pending = invitation::Column::State.eq(InvitationState::Pending);
    match state {
        InvitationState::Pending => Condition::all().add(pending).add(invitation::Column::ExpiresAt.gt(now)),
        InvitationState::Expired => Condition::any()
            .add(invitation::Column::State.eq(state))
            .add(pending.and(invitation::Column::ExpiresAt.lte(now))),
        other => Condition::all().add(invitation::Column::State.eq(other)),
    }
}

async fn waiting(db: &impl ConnectionTrait, ids: impl Iterator<Item = InvitationId>) -> Result<Vec<InvitationId>> {
    let found: Vec<Option<Uuid>> = letter::Entity::find()
        .select_only()
        .column(letter::Column::LinkId)
        .filter(letter::Column::LinkId.is_in(ids.map(|id| id.0)))
        .filter(letter::Column::State.ne(LetterState::Sent))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().flatten().map(InvitationId).collect())
}

/// The names of users by id.
pub(crate) async fn names(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = UserId>,
) -> Result<BTreeMap<UserId, String>> {
    let rows: Vec<(UserId, String)> = user::Entity::find()
        .select_only()
        .columns([user::Column::Id, user::Column::Name])
        .filter(user::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// How many invitations of a manager to a course are pending; each holds a credit.
pub(crate) async fn pending_of(db: &impl ConnectionTrait, course: CourseId, sender: UserId) -> Result<u64> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(course))
        .filter(invitation::Column::SenderId.eq(sender))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .count(db)
        .await?)
}

/// How many invitations to a course are pending, whoever sent them.
pub(crate) async fn pending_on(db: &impl ConnectionTrait, course: CourseId) -> Result<u64> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(course))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .count(db)
        .await?)
}

/// How many pending invitations hold a credit of an account.
pub(crate) async fn pending_from(db: &impl ConnectionTrait, account: AccountId) -> Result<u64> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::SourceId.eq(account))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .count(db)
        .await?)
}

/// How many of a manager's invitations are pending, per course.
pub(crate) async fn pending_by_course(db: &impl ConnectionTrait, sender: UserId) -> Result<BTreeMap<CourseId, u64>> {
    let rows: Vec<(CourseId, i64)> = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::CourseId)
        .column_as(invitation::Column::Id.count(), "pending")
        .filter(invitation::Column::SenderId.eq(sender))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .group_by(invitation::Column::CourseId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(course, count)| (course, count.unsigned_abs()))
        .collect())
}
