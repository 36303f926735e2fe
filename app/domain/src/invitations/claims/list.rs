//! The claims that wait for an answer, and what claims did to invitations.

use std::collections::BTreeMap;

use lectern_contract::{
    CourseId, InvitationId, Role,
    claims::{ClaimRow, ClaimState},
    invitations::InvitationState,
    limits,
};
use lectern_entities::{claim, invitation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::{
    actor::Actor,
    courses::{self, managers},
    fault::Result,
    portal::Portal,
};

/// The open claims of a course's pending invitations, oldest first, as many as a page shows: a manager sees those of
/// their own invitations, an admin all.
///
/// # Errors
/// `NotFound` unless the course is the actor's.
pub async fn open(portal: &Portal, actor: &Actor, course: CourseId) -> Result<Vec<ClaimRow>> {
    let db = portal.reader();
    let mut pending = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .filter(invitation::Column::OrganizationId.eq(actor.organization))
        .filter(invitation::Column::CourseId.eq(course))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::ExpiresAt.gt(portal.now()));
    if actor.role == Role::Manager {
        managers::require_active(db, actor.organization, course, actor.user).await?;
        pending = pending.filter(invitation::Column::SenderId.eq(actor.user));
    } else {
        actor.require(Role::Admin)?;
        courses::find(db, actor.organization, course).await?;
    }
    let rows = claim::Entity::find()
        .filter(claim::Column::OrganizationId.eq(actor.organization))
        .filter(claim::Column::State.eq(ClaimState::Open))
        .filter(claim::Column::InvitationId.in_subquery(pending.into_query()))
        .order_by_asc(claim::Column::Id)
        .limit(limits::PAGE)
        .all(db)
        .await?;
    let row = |row: claim::Model| ClaimRow {
        id: row.id,
        invitation: row.invitation_id,
        invited: row.invited,
        name: row.name,
        email: row.email,
        known: row.user_id.is_some(),
        asked: row.created_at,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// What claims did to these invitations: how many wait, and the address it was for before the first approval.
pub(in crate::invitations) async fn of_invitations(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = InvitationId>,
) -> Result<BTreeMap<InvitationId, (u64, Option<String>)>> {
    let rows = claim::Entity::find()
        .filter(claim::Column::InvitationId.is_in(ids))
        .filter(claim::Column::State.is_in([ClaimState::Open, ClaimState::Approved]))
        .order_by_asc(claim::Column::DecidedAt)
        .order_by_asc(claim::Column::Id)
        .all(db)
        .await?;
    let mut found: BTreeMap<InvitationId, (u64, Option<String>)> = BTreeMap::new();
    for row in rows {
        let (open, first) = found.entry(row.invitation_id).or_default();
        match row.state {
            ClaimState::Open => *open += 1,
            _ => *first = first.take().or(Some(row.invited)),
        }
    }
    Ok(found)
}
