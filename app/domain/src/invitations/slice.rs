//! Invitations of the whole organization, for programs.

use lectern_contract::{
    CourseId, InvitationId, Role,
    api::{InvitationEntry, Slice},
    invitations::InvitationState,
};
use lectern_entities::invitation;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{log, see};
use crate::{actor::Actor, courses, fault::Result, portal::Portal};

/// Invitations, newest first: of one course, in one state, with these words in their address, or all.
///
/// # Errors
/// `NotFound` unless an admin asks, and for a course of others.
pub async fn slice(
    portal: &Portal,
    actor: &Actor,
    course: Option<CourseId>,
    state: Option<InvitationState>,
    search: &str,
    slice: Slice<Uuid>,
) -> Result<Vec<InvitationEntry>> {
    actor.require(Role::Admin)?;
    if let Some(course) = course {
        courses::find(portal.reader(), actor.organization, course).await?;
    }
    let found = log::wanted(portal, actor, search, state)
        .filter(
            Condition::all()
                .add_option(course.map(|course| invitation::Column::CourseId.eq(course)))
                .add_option(slice.before.map(|id| invitation::Column::Id.lt(id))),
        )
        .order_by_desc(invitation::Column::Id)
        .limit(slice.limit)
        .all(portal.reader())
        .await?;
    entries(portal, actor, found).await
}

/// One of them.
///
/// # Errors
/// `NotFound` unless an admin asks for an invitation of the organization.
pub async fn one(portal: &Portal, actor: &Actor, id: InvitationId) -> Result<InvitationEntry> {
    actor.require(Role::Admin)?;
    let found = see(portal.reader(), actor, id).await?;
    Ok(entries(portal, actor, vec![found]).await?.remove(0))
}

async fn entries(portal: &Portal, actor: &Actor, found: Vec<invitation::Model>) -> Result<Vec<InvitationEntry>> {
    let courses: Vec<CourseId> = found.iter().map(|row| row.course_id).collect();
    let rows = log::rows(portal, actor, found).await?;
    let entry = |(course, row)| InvitationEntry { course, row };
    Ok(courses.into_iter().zip(rows).map(entry).collect())
}
