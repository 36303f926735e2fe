//! The log of invitations, and counts of pending ones.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use lectern_contract::{
    CourseId, InvitationId, Role, UserId,
    invitations::{Holding, InvitationHead, InvitationRow, InvitationState},
    letters::{LetterState, LinkPurpose},
    limits,
    paging::{Page, Query},
};
use lectern_entities::{invitation, letter, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::{pending::held_from, purse, signs::Signs};
use crate::{
    accounts::users,
    actor::Actor,
    courses::{self, managers},
    fault::Result,
    portal::Portal,
    search,
};

/// Which invitations of a course are asked for; nothing means all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// In this state.
    pub state: Option<InvitationState>,
    /// Of this sender. Managers see their own anyway.
    pub sender: Option<UserId>,
    /// That hold a credit. Of a manager it is one of their own, unless they ask for anybody's.
    pub holding: Option<Holding>,
}

/// A page of a course's invitations, newest first: a manager sees their own, an admin all.
///
/// # Errors
/// `NotFound` unless the course is the actor's.
pub async fn list(
    portal: &Portal,
    actor: &Actor,
    course: CourseId,
    query: &Query,
    mut asked: Wanted,
) -> Result<Page<InvitationRow>> {
    let db = portal.reader();
    if actor.role == Role::Manager {
        managers::require_active(db, actor.organization, course, actor.user).await?;
        asked.sender = Some(actor.user);
        if let Some(Holding::Of(whose)) = &mut asked.holding {
            *whose = actor.user;
        }
    } else {
        actor.require(Role::Admin)?;
        courses::find(db, actor.organization, course).await?;
    }
    let select = wanted(portal, actor, &query.search, asked.state)
        .filter(invitation::Column::CourseId.eq(course))
        .filter(
            Condition::all()
                .add_option(asked.sender.map(|sender| invitation::Column::SenderId.eq(sender)))
                .add_option(asked.holding.map(|holding| holds(course, holding))),
        );
    let total = select.clone().count(db).await?;
    let found = select
        .order_by_desc(invitation::Column::Id)
        .offset(query.offset(total))
        .limit(limits::PAGE)
        .all(db)
        .await?;
    Ok(query.answer(rows(portal, actor, found).await?, total))
}

/// Invitations to a course that hold a credit.
fn holds(course: CourseId, holding: Holding) -> Condition {
    let pending = Condition::all().add(invitation::Column::State.eq(InvitationState::Pending));
    match holding {
        Holding::Anybodys => pending,
        Holding::Of(manager) => pending.add(held_from(course, manager)),
    }
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
    match search::address_pattern(search) {
        Some(words) => select.filter(invitation::Column::EmailKey.like(words)),
        None => select,
    }
}

/// Invitations as lines of the log.
pub(super) async fn rows(portal: &Portal, actor: &Actor, found: Vec<invitation::Model>) -> Result<Vec<InvitationRow>> {
    let db = portal.reader();
    let letters = letters(db, found.iter().map(|row| row.id)).await?;
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
        letter: letters.get(&row.id).copied(),
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

/// Where the newest letter of each invitation stands. A letter before it says nothing any more: its link is dead, or
/// a reminder with the same link followed.
async fn letters(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = InvitationId>,
) -> Result<BTreeMap<InvitationId, LetterState>> {
    let found: Vec<(Option<Uuid>, LetterState)> = letter::Entity::find()
        .select_only()
        .columns([letter::Column::LinkId, letter::Column::State])
        .filter(letter::Column::LinkId.is_in(ids.map(|id| id.0)))
        .filter(letter::Column::LinkPurpose.eq(LinkPurpose::Invitation))
        .order_by_asc(letter::Column::LinkNumber)
        .order_by_asc(letter::Column::CreatedAt)
        .order_by_asc(letter::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let newest = found
        .into_iter()
        .filter_map(|(of, state)| Some((InvitationId(of?), state)));
    // The last one of an invitation overwrites those before it.
    Ok(newest.collect())
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

/// How many invitations of a manager to a course are pending; each holds a credit, though not always one of theirs
/// (see [`super::pending`]).
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
