//! What people change about themselves, after proving again who they are.

use lectern_contract::{Refusal, people::Account};

use crate::{
    accounts::{
        input, reset, sessions,
        throttle::{self, Who},
        users,
    },
    actor::Actor,
    audit,
    fault::Result,
    portal::Portal,
};

/// The person's own name and address.
///
/// # Errors
/// The database's own.
pub async fn show(portal: &Portal, actor: &Actor) -> Result<Account> {
    let user = users::find(portal.reader(), actor.organization, actor.user).await?;
    Ok(Account {
        name: user.name,
        email: user.email,
    })
}

/// Proves again who asks.
pub(crate) async fn re_authenticate(portal: &Portal, actor: &Actor, current: &str) -> Result<()> {
    let who = Who {
        account: &actor.user.to_string(),
        source: &actor.source,
        device: None,
    };
    let claim = throttle::claim(portal, throttle::Act::ReAuth, &who).await?;
    let user = users::find(portal.reader(), actor.organization, actor.user).await?;
    if portal
        .passwords()
        .verify(current, user.password_hash.as_deref())
        .await?
    {
        let tx = portal.begin().await?;
        claim.forgive(&tx).await?;
        return tx.commit().await;
    }
    Err(Refusal::WrongPassword.into())
}

/// Changes the person's password and ends their other sessions.
///
/// # Errors
/// `WrongPassword`, `TooManyTries`, `PasswordsDiffer`, problems of the new password.
pub async fn change_password(
    portal: &Portal,
    actor: &Actor,
    current: &str,
    password: &str,
    repeat: &str,
    session: &str,
) -> Result<()> {
    re_authenticate(portal, actor, current).await?;
    let me = show(portal, actor).await?;
    input::password(password, &me.email, &me.name)?;
    if password != repeat {
        return Err(Refusal::PasswordsDiffer.into());
    }
    let hash = portal.passwords().hash(password).await?;
    let tx = portal.begin().await?;
    reset::set_password(&tx, actor.user, hash).await?;
    reset::void_tickets(&tx, actor.user).await?;
    sessions::end_all(&tx, actor.user, Some(session)).await?;
    audit::note(&tx, &actor.author(), "password.change", "user", actor.user, ()).await?;
    tx.commit().await
}

/// Sends a link to a new address; the change happens when it is opened.
///
/// # Errors
/// `WrongPassword`, `TooManyTries`, problems of the address, `EmailTaken`.
pub async fn change_email(portal: &Portal, actor: &Actor, current: &str, email: &str) -> Result<()> {
    re_authenticate(portal, actor, current).await?;
    let tx = portal.begin().await?;
    reset::ask_email_change(&tx, actor, email).await?;
    tx.commit().await
}

/// Ends the person's other sessions.
///
/// # Errors
/// The database's own.
pub async fn end_other_sessions(portal: &Portal, actor: &Actor, session: &str) -> Result<()> {
    let tx = portal.begin().await?;
    sessions::end_all(&tx, actor.user, Some(session)).await?;
    audit::note(&tx, &actor.author(), "session.end_others", "user", actor.user, ()).await?;
    tx.commit().await
}
