//! One-time links to a user: a forgotten password, a first password, a new address.

use chrono::TimeDelta;
use lectern_contract::{
    OrganizationId, Refusal, TicketId, UserId,
    letters::LinkPurpose,
    people::{TicketPurpose, UserState},
};
use lectern_entities::{ticket, user};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use crate::{
    accounts::{
        input, organizations, sessions, sign_in,
        throttle::{self, Who},
        users,
    },
    actor::{Actor, Author},
    audit,
    fault::Result,
    letters,
    portal::Portal,
    secrets,
    tx::Tx,
};

/// A link to choose a password works this long.
const RESET_LIFE: TimeDelta = TimeDelta::hours(24);
/// A link to confirm an address works this long.
const CHANGE_LIFE: TimeDelta = TimeDelta::hours(24);

/// Writes a letter with a link to choose a new password, if the address is known. The answer is the same either
/// way, and takes as long (`spec/safety.md`, Passwords): for an unknown address as much is read, written and
/// committed.
///
/// # Errors
/// `TooManyTries`; problems of the field.
pub async fn ask(portal: &Portal, email: &str, source: &str) -> Result<()> {
    let email = input::email(email)?;
    let who = Who {
        account: &email,
        source,
        device: None,
    };
    throttle::claim(portal, throttle::Act::Reset, &who).await?;
    let organization = sign_in::only_organization(portal).await?;
    let Some(organization) = organization else {
        return Ok(());
    };
    let tx = portal.begin().await?;
    let user = users::by_email(&tx, organization, &email).await?;
    match user.filter(|user| user.state == UserState::Active) {
        Some(user) => {
            let link = ticket(&tx, &user).await?;
            letters::password_reset(&tx, &user, link).await?;
        }
        None => write_to_nobody(&tx, organization).await?,
    }
    tx.commit().await
}

/// As many statements as a ticket and its letter take, so that the commit has something to write as well.
async fn write_to_nobody(tx: &Tx, organization: OrganizationId) -> Result<()> {
    throttle::count_nobody(tx).await?;
    organizations::find(tx, organization).await?;
    throttle::count_nobody(tx).await
}

/// A fresh ticket to choose a password.
pub(crate) async fn ticket(tx: &Tx, user: &user::Model) -> Result<TicketId> {
    issue(tx, user, TicketPurpose::PasswordReset, None).await
}

async fn issue(tx: &Tx, user: &user::Model, purpose: TicketPurpose, email: Option<String>) -> Result<TicketId> {
    let id: TicketId = tx.new_id();
    let (link, life) = match purpose {
        TicketPurpose::PasswordReset => (LinkPurpose::PasswordReset, RESET_LIFE),
        TicketPurpose::EmailChange => (LinkPurpose::EmailChange, CHANGE_LIFE),
    };
    tx.insert(ticket::ActiveModel {
        id: Set(id),
        organization_id: Set(user.organization_id),
        user_id: Set(user.id),
        purpose: Set(purpose),
        token_hash: Set(secrets::hash(&tx.secret().link(link, id.0, 1))),
        email: Set(email),
        expires_at: Set(tx.now() + life),
        used_at: Set(None),
        created_at: Set(tx.now()),
    })
    .await?;
    Ok(id)
}

/// The newest ticket to choose a password that a user can still use.
pub(crate) async fn open_ticket(tx: &Tx, user: UserId) -> Result<Option<ticket::Model>> {
    Ok(ticket::Entity::find()
        .filter(ticket::Column::UserId.eq(user))
        .filter(ticket::Column::Purpose.eq(TicketPurpose::PasswordReset))
        .filter(ticket::Column::UsedAt.is_null())
        .filter(ticket::Column::ExpiresAt.gt(tx.now()))
        .order_by_desc(ticket::Column::Id)
        .one(tx)
        .await?)
}

/// Voids every open ticket of a user.
pub(crate) async fn void_tickets(tx: &Tx, user: UserId) -> Result<()> {
    ticket::Entity::update_many()
        .col_expr(ticket::Column::UsedAt, Expr::value(tx.now()))
        .filter(ticket::Column::UserId.eq(user).and(ticket::Column::UsedAt.is_null()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether a link to choose a password can still be used. Changes nothing.
///
/// # Errors
/// `StaleLink`.
pub async fn look(portal: &Portal, token: &str) -> Result<()> {
    usable(portal, token, TicketPurpose::PasswordReset).await.map(drop)
}

/// The address a link would change to, while it can still be used. Changes nothing.
///
/// # Errors
/// `StaleLink`.
pub async fn look_email(portal: &Portal, token: &str) -> Result<String> {
    let ticket = usable(portal, token, TicketPurpose::EmailChange).await?;
    Ok(ticket.email.ok_or(Refusal::StaleLink)?)
}

async fn usable(portal: &Portal, token: &str, purpose: TicketPurpose) -> Result<ticket::Model> {
    let found = ticket::Entity::find()
        .filter(ticket::Column::TokenHash.eq(secrets::hash(token)))
        .filter(ticket::Column::Purpose.eq(purpose))
        .filter(ticket::Column::UsedAt.is_null())
        .filter(ticket::Column::ExpiresAt.gt(portal.now()))
        .one(portal.reader())
        .await?;
    Ok(found.ok_or(Refusal::StaleLink)?)
}

/// Sets a new password through a link, ends every session of the person and voids their other links.
///
/// # Errors
/// `StaleLink`; problems of the password; `PasswordsDiffer`.
pub async fn choose_password(portal: &Portal, token: &str, password: &str, repeat: &str, source: &str) -> Result<()> {
    look(portal, token).await?;
    if password != repeat {
        return Err(Refusal::PasswordsDiffer.into());
    }
    input::password(password, "", "")?;
    let hash = portal.passwords().hash(password).await?;
    let tx = portal.begin().await?;
    let ticket = redeem(&tx, token, TicketPurpose::PasswordReset).await?;
    let user = users::find(&tx, ticket.organization_id, ticket.user_id).await?;
    if user.state != UserState::Active {
        return Err(Refusal::StaleLink.into());
    }
    input::password(password, &user.email, &user.name)?;
    set_password(&tx, user.id, hash).await?;
    void_tickets(&tx, user.id).await?;
    sessions::end_all(&tx, user.id, None).await?;
    let author = Author::link(user.organization_id, Some(user.id), source);
    audit::note(&tx, &author, "password.reset", "user", user.id, ()).await?;
    tx.commit().await
}

async fn redeem(tx: &Tx, token: &str, purpose: TicketPurpose) -> Result<ticket::Model> {
    let hash = secrets::hash(token);
    let used = ticket::Entity::update_many()
        .col_expr(ticket::Column::UsedAt, Expr::value(tx.now()))
        .filter(ticket::Column::TokenHash.eq(&hash))
        .filter(ticket::Column::Purpose.eq(purpose))
        .filter(ticket::Column::UsedAt.is_null())
        .filter(ticket::Column::ExpiresAt.gt(tx.now()))
        .exec(tx)
        .await?;
    if used.rows_affected == 0 {
        return Err(Refusal::StaleLink.into());
    }
    let found = ticket::Entity::find()
        .filter(ticket::Column::TokenHash.eq(hash))
        .one(tx)
        .await?;
    Ok(found.ok_or(Refusal::StaleLink)?)
}

pub(crate) async fn set_password(tx: &Tx, user: UserId, hash: String) -> Result<()> {
    user::ActiveModel {
        id: Set(user),
        password_hash: Set(Some(hash)),
        updated_at: Set(tx.now()),
        ..Default::default()
    }
    .update(tx)
    .await?;
    Ok(())
}

/// Begins to change the person's own address: a letter with a link goes to the new one.
///
/// # Errors
/// Problems of the field; `EmailUnchanged`, `EmailTaken`.
pub async fn ask_email_change(tx: &Tx, actor: &Actor, email: &str) -> Result<()> {
    let email = input::email(email)?;
    let user = users::find(tx, actor.organization, actor.user).await?;
    if input::email_key(&email) == user.email_key {
        return Err(Refusal::EmailUnchanged.into());
    }
    if users::by_email(tx, actor.organization, &email).await?.is_some() {
        return Err(Refusal::EmailTaken.into());
    }
    let id = issue(tx, &user, TicketPurpose::EmailChange, Some(email.clone())).await?;
    letters::email_change(tx, &user, &email, id).await?;
    audit::note(tx, &actor.author(), "email.ask", "user", actor.user, ()).await
}

/// Finishes a change of address through the link in the letter, and tells the old address.
///
/// # Errors
/// `StaleLink`, also for who is suspended; `EmailTaken`.
pub async fn change_email(tx: &Tx, token: &str, source: &str) -> Result<()> {
    let ticket = redeem(tx, token, TicketPurpose::EmailChange).await?;
    let user = users::find(tx, ticket.organization_id, ticket.user_id).await?;
    let email = ticket.email.ok_or(Refusal::StaleLink)?;
    if users::by_email(tx, user.organization_id, &email)
        .await?
        .is_some_and(|other| other.id != user.id)
    {
        return Err(Refusal::EmailTaken.into());
    }
    letters::email_changed(tx, &user).await?;
    let row = user::ActiveModel {
        email: Set(email.clone()),
        email_key: Set(input::email_key(&email)),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    if !users::change(tx, user.id, &[UserState::Active], row).await? {
        return Err(Refusal::StaleLink.into());
    }
    void_tickets(tx, user.id).await?;
    let author = Author::link(user.organization_id, Some(user.id), source);
    audit::change(tx, &author, "email.change", "user", user.id, (&user.email, &email)).await
}
