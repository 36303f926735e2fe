//! The secret link: what it opens, and how a manager gets it where no mail leaves.

use lectern_contract::{
    InvitationId, Refusal,
    invitations::{InvitationState, InvitationView},
    letters::LinkPurpose,
    people::UserState,
};
use lectern_entities::{invitation, letter};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::find;
use crate::{
    accounts::{organizations, users},
    actor::Actor,
    audit, courses,
    fault::{Error, Result},
    letters::post,
    portal::Portal,
    secrets,
    tx::Tx,
};

/// The invitation whose newest link this is.
///
/// # Errors
/// `NotFound` for no link of ours.
pub(super) async fn open(tx: &Tx, token: &str) -> Result<invitation::Model> {
    let hash = secrets::hash(token);
    match invitation::Entity::find()
        .filter(invitation::Column::TokenHash.eq(hash))
        .one(tx)
        .await?
    {
        Some(row) => Ok(row),
        None => Err(replaced(tx, token).await?),
    }
}

/// Says of an unknown token whether it was in an earlier letter of an invitation.
async fn replaced(db: &impl ConnectionTrait, token: &str) -> Result<Error> {
    Ok(match older(db, token).await? {
        None => Refusal::NotFound.into(),
        Some(row) if row.state == InvitationState::Pending => Refusal::LinkReplaced.into(),
        Some(row) => Refusal::InvitationIs(row.state).into(),
    })
}

/// The invitation of an earlier letter with this link.
async fn older(db: &impl ConnectionTrait, token: &str) -> Result<Option<invitation::Model>> {
    let letter = letter::Entity::find()
        .filter(letter::Column::LinkPurpose.eq(LinkPurpose::Invitation))
        .filter(letter::Column::LinkHash.eq(secrets::hash(token)))
        .one(db)
        .await?;
    let Some(id) = letter.and_then(|letter| letter.link_id) else {
        return Ok(None);
    };
    Ok(invitation::Entity::find_by_id(InvitationId(id)).one(db).await?)
}

/// What a person who opens a link sees. Changes nothing (mail scanners open links).
///
/// # Errors
/// The database's own.
pub async fn view(portal: &Portal, token: &str) -> Result<InvitationView> {
    let db = portal.reader();
    let hash = secrets::hash(token);
    let Some(row) = invitation::Entity::find()
        .filter(invitation::Column::TokenHash.eq(hash))
        .one(db)
        .await?
    else {
        return Ok(match replaced(db, token).await? {
            Error::Refused(Refusal::LinkReplaced) => InvitationView::Replaced,
            Error::Refused(Refusal::InvitationIs(state)) => ended(state),
            _ => InvitationView::Unknown,
        });
    };
    if row.state != InvitationState::Pending {
        return Ok(ended(row.state));
    }
    if row.expires_at <= portal.now() {
        return Ok(InvitationView::Expired);
    }
    let course = courses::find(db, row.organization_id, row.course_id).await?;
    let sender = users::find(db, row.organization_id, row.sender_id).await?;
    let organization = organizations::find(db, row.organization_id).await?;
    let known = users::by_email(db, row.organization_id, &row.email).await?;
    Ok(InvitationView::Open {
        course: course.title,
        description: course.description,
        sender: sender.name,
        organization: organization.name,
        time_zone: organization.time_zone,
        email: row.email,
        message: row.message,
        expires: row.expires_at,
        known: known.is_some_and(|user| user.state != UserState::Deleted && user.password_hash.is_some()),
    })
}

const fn ended(state: InvitationState) -> InvitationView {
    match state {
        InvitationState::Accepted => InvitationView::Used,
        InvitationState::Canceled => InvitationView::Canceled,
        InvitationState::Declined => InvitationView::Declined,
        InvitationState::Expired | InvitationState::Pending => InvitationView::Expired,
    }
}

/// The link of a pending invitation, for a portal without mail; every look is in the audit log.
///
/// # Errors
/// `NotFound` unless it is the actor's; `MailWorks`; `InvitationIs` any other state than pending.
pub async fn copy(tx: &Tx, actor: &Actor, id: InvitationId) -> Result<String> {
    let row = find(tx, actor, id).await?;
    if tx.portal().settings().mail {
        return Err(Refusal::MailWorks.into());
    }
    if row.state != InvitationState::Pending {
        return Err(Refusal::InvitationIs(row.state).into());
    }
    audit::note(tx, &actor.author(), "invitation.copy_link", "invitation", id, ()).await?;
    let token = tx.secret().link(LinkPurpose::Invitation, id.0, row.sends);
    Ok(post::address(tx.portal(), LinkPurpose::Invitation, &token))
}
