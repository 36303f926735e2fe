//! The link to a first password where no mail leaves: an admin hands it over themselves, as managers do with the links
//! of their invitations.

use lectern_contract::{
    Refusal, Role, UserId,
    letters::LinkPurpose,
    people::{PasswordLink, UserState},
};
use lectern_entities::user;
use sea_orm::ConnectionTrait;

use crate::{
    accounts::{reset, users},
    actor::Actor,
    audit,
    fault::Result,
    letters::post,
    portal::Portal,
    tx::Tx,
};

/// Whether a user's link is offered: no mail leaves, and they can sign in as soon as they have chosen a password.
///
/// # Errors
/// `NotFound` unless an admin asks for a user of the organization.
pub async fn is_offered(portal: &Portal, actor: &Actor, id: UserId) -> Result<bool> {
    let user = of(portal.reader(), actor, id).await?;
    Ok(!portal.settings().mail && user.state == UserState::Active && user.password_hash.is_none())
}

/// The newest link of a user that works. Every look at one is in the audit log, and nothing else changes.
///
/// # Errors
/// `NotFound` unless an admin asks for a user of the organization; `MailWorks`; `UserSuspended`, `UserDeleted`.
pub async fn look(tx: &Tx, actor: &Actor, id: UserId) -> Result<PasswordLink> {
    if waiting(tx, actor, id).await?.password_hash.is_some() {
        return Ok(PasswordLink::Chosen);
    }
    let Some(ticket) = reset::open_ticket(tx, id).await? else {
        return Ok(PasswordLink::Over);
    };
    audit::note(tx, &actor.author(), "user.copy_link", "user", id, ()).await?;
    let token = tx.secret().link(LinkPurpose::PasswordReset, ticket.id.0, 1);
    Ok(PasswordLink::Open {
        address: post::address(tx.portal(), LinkPurpose::PasswordReset, &token),
        until: ticket.expires_at,
    })
}

/// Makes a fresh link for a user who has no password yet. Earlier ones work until their time is over, or one of them
/// was used.
///
/// # Errors
/// As [`look`]; `PasswordChosen`.
pub async fn make(tx: &Tx, actor: &Actor, id: UserId) -> Result<()> {
    let user = waiting(tx, actor, id).await?;
    if user.password_hash.is_some() {
        return Err(Refusal::PasswordChosen.into());
    }
    reset::ticket(tx, &user).await?;
    audit::note(tx, &actor.author(), "user.make_link", "user", id, ()).await
}

/// A user to whom a link can be handed, as far as mail and their state decide it.
async fn waiting(tx: &Tx, actor: &Actor, id: UserId) -> Result<user::Model> {
    let user = of(tx, actor, id).await?;
    if tx.portal().settings().mail {
        return Err(Refusal::MailWorks.into());
    }
    match user.state {
        UserState::Active => Ok(user),
        UserState::Suspended => Err(Refusal::UserSuspended.into()),
        UserState::Deleted => Err(Refusal::UserDeleted.into()),
    }
}

async fn of(db: &impl ConnectionTrait, actor: &Actor, id: UserId) -> Result<user::Model> {
    actor.require(Role::Admin)?;
    users::find(db, actor.organization, id).await
}
