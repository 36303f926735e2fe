//! The secret link: what it opens, and how a manager gets it where no mail leaves.

use chrono::{DateTime, Utc};
use lectern_contract::{
    InvitationId, Refusal,
    invitations::{InvitationState, InvitationView},
    letters::LinkPurpose,
    people::UserState,
    refusal::InvitationProblem,
};
use lectern_entities::{invitation, letter};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{find, see};
use crate::{
    accounts::{input::email_key, organizations, users},
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
/// `NotFound` for no link of ours; `LinkReplaced`, or `InvitationIs` what it is, for one of an earlier letter.
pub(super) async fn open(db: &impl ConnectionTrait, token: &str) -> Result<invitation::Model> {
    let hash = secrets::hash(token);
    match invitation::Entity::find()
        .filter(invitation::Column::TokenHash.eq(hash))
        .one(db)
        .await?
    {
        Some(row) => Ok(row),
        None => Err(replaced(db, token).await?),
    }
}

/// Pending, in time, and nobody said that it is not for them: it can be accepted or claimed.
///
/// # Errors
/// `InvitationIs` what it is; `Disowned`.
pub(super) fn require_open(row: &invitation::Model, now: DateTime<Utc>) -> Result<()> {
    require_in_time(row, now)?;
    match row.disowned_at {
        None => Ok(()),
        Some(_) => Err(Refusal::Invitation(InvitationProblem::Disowned).into()),
    }
}

/// Pending and in time.
///
/// # Errors
/// `InvitationIs` what it is.
pub(super) fn require_in_time(row: &invitation::Model, now: DateTime<Utc>) -> Result<()> {
    match row.state {
        InvitationState::Pending if row.expires_at > now => Ok(()),
        InvitationState::Pending => Err(Refusal::InvitationIs(InvitationState::Expired).into()),
        state => Err(Refusal::InvitationIs(state).into()),
    }
}

/// The same invitation as it is by now, while its link is the same.
///
/// # Errors
/// `LinkReplaced` where a newer letter has another.
pub(super) async fn open_again(tx: &Tx, seen: &invitation::Model) -> Result<invitation::Model> {
    let row = invitation::Entity::find_by_id(seen.id).one(tx).await?;
    let row = row.ok_or(Refusal::NotFound)?;
    match row.token_hash == seen.token_hash || row.state != InvitationState::Pending {
        true => Ok(row),
        false => Err(Refusal::LinkReplaced.into()),
    }
}

/// An invitation by the link of any of its letters.
pub(super) struct Found {
    pub invitation: invitation::Model,
    /// Whether the letter went to the address that the invitation is for by now.
    pub same_address: bool,
}

/// The invitation whose link this is or was.
///
/// # Errors
/// The database's own.
pub(super) async fn any(db: &impl ConnectionTrait, token: &str) -> Result<Option<Found>> {
    let newest = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(secrets::hash(token)));
    if let Some(invitation) = newest.one(db).await? {
        return Ok(Some(Found {
            invitation,
            same_address: true,
        }));
    }
    Ok(older(db, token).await?.map(|(invitation, to)| Found {
        same_address: email_key(&to) == invitation.email_key,
        invitation,
    }))
}

/// The invitation that a link is of, or was of before a newer letter replaced it.
///
/// # Errors
/// The database's own.
pub(crate) async fn find_by_link(db: &impl ConnectionTrait, token: &str) -> Result<Option<invitation::Model>> {
    Ok(any(db, token).await?.map(|found| found.invitation))
}

/// Says of an unknown token whether it was in an earlier letter of an invitation.
async fn replaced(db: &impl ConnectionTrait, token: &str) -> Result<Error> {
    Ok(match older(db, token).await? {
        None => Refusal::NotFound.into(),
        Some((row, _)) if row.state == InvitationState::Pending => Refusal::LinkReplaced.into(),
        Some((row, _)) => Refusal::InvitationIs(row.state).into(),
    })
}

/// The invitation of an earlier letter with this link, and where that letter went.
async fn older(db: &impl ConnectionTrait, token: &str) -> Result<Option<(invitation::Model, String)>> {
    let letter = letter::Entity::find()
        .filter(letter::Column::LinkPurpose.eq(LinkPurpose::Invitation))
        .filter(letter::Column::LinkHash.eq(secrets::hash(token)))
        .one(db)
        .await?;
    let Some((id, to)) = letter.and_then(|letter| Some((letter.link_id?, letter.recipient))) else {
        return Ok(None);
    };
    let row = invitation::Entity::find_by_id(InvitationId(id)).one(db).await?;
    Ok(row.map(|row| (row, to)))
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
    if row.disowned_at.is_some() {
        return Ok(InvitationView::Disowned);
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

/// Says whether [`copy`] would hand out the link, and changes nothing.
///
/// # Errors
/// As [`copy`].
pub async fn may_copy(portal: &Portal, actor: &Actor, id: InvitationId) -> Result<()> {
    let row = see(portal.reader(), actor, id).await?;
    require_copyable(portal, &row, portal.now())
}

/// The link of an invitation that can be accepted, for a portal without mail; every look is in the audit log
/// (`spec/credits.md`, the state machine).
///
/// # Errors
/// `NotFound` unless it is the actor's; `MailWorks`; `InvitationIs` any other state than pending, or over; `Disowned`.
pub async fn copy(tx: &Tx, actor: &Actor, id: InvitationId) -> Result<String> {
    let row = find(tx, actor, id).await?;
    require_copyable(tx.portal(), &row, tx.now())?;
    audit::note(tx, &actor.author(), "invitation.copy_link", "invitation", id, ()).await?;
    let token = tx.secret().link(LinkPurpose::Invitation, id.0, row.sends);
    Ok(post::address(tx.portal(), LinkPurpose::Invitation, &token))
}

fn require_copyable(portal: &Portal, row: &invitation::Model, now: DateTime<Utc>) -> Result<()> {
    if portal.settings().mail {
        return Err(Refusal::MailWorks.into());
    }
    require_open(row, now)
}
