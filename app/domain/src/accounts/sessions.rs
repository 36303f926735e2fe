//! Sessions: one per signed-in browser, known by the hash of its cookie (`spec/safety.md`, Sessions).

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    OrganizationId, Role, SessionId, UserId,
    people::{SessionRow, UserState},
};
use lectern_entities::{organization, session, user, user_role};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use crate::{accounts::second_factor, actor::Actor, audit, fault::Result, portal::Portal, secrets, tx::Tx};

/// A session unused for this long is over.
pub const IDLE: TimeDelta = TimeDelta::hours(12);
/// A session is over this long after it began, used or not.
pub const ABSOLUTE: TimeDelta = TimeDelta::days(14);
/// How exact "last used" is; it saves a write per request.
const TOUCH: TimeDelta = TimeDelta::minutes(5);

/// A session as the store keeps it.
#[derive(Clone, Debug)]
pub struct Stored {
    /// What the cookie holds; only its hash is written.
    pub token: String,
    /// The person, once signed in.
    pub user: Option<(OrganizationId, UserId)>,
    /// The session's data as JSON.
    pub data: String,
    /// What the browser says of itself.
    pub browser: String,
    /// When the person signed in, where it was under another id of the same session; none means now.
    pub began: Option<DateTime<Utc>>,
}

/// Writes a new session. A new id does not make it last longer.
///
/// # Errors
/// The database's own.
pub async fn create(portal: &Portal, stored: &Stored) -> Result<()> {
    let tx = portal.begin().await?;
    let began = stored.began.unwrap_or(tx.now());
    let row = session::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(stored.user.map(|user| user.0)),
        token_hash: Set(secrets::hash(&stored.token)),
        user_id: Set(stored.user.map(|user| user.1)),
        data: Set(stored.data.clone()),
        browser: Set(stored.browser.chars().take(160).collect()),
        created_at: Set(began),
        last_seen_at: Set(tx.now()),
        expires_at: Set(began + ABSOLUTE),
    };
    tx.insert(row).await?;
    tx.commit().await
}

/// Writes what a living session holds by now. One that was ended meanwhile stays ended: a request that began
/// before must not bring it back (`spec/safety.md`, Sessions).
///
/// # Errors
/// The database's own.
pub async fn save(portal: &Portal, stored: &Stored) -> Result<()> {
    let tx = portal.begin().await?;
    session::Entity::update_many()
        .col_expr(session::Column::Data, Expr::value(stored.data.clone()))
        .col_expr(
            session::Column::OrganizationId,
            Expr::value(stored.user.map(|user| user.0)),
        )
        .col_expr(session::Column::UserId, Expr::value(stored.user.map(|user| user.1)))
        .filter(session::Column::TokenHash.eq(secrets::hash(&stored.token)))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// Gives a living session another id; answers whether it was living still. One statement, so that nobody can end
/// it between the old id and the new.
///
/// # Errors
/// The database's own.
pub async fn renew(portal: &Portal, old: &str, new: &str) -> Result<bool> {
    let tx = portal.begin().await?;
    let renewed = session::Entity::update_many()
        .col_expr(session::Column::TokenHash, Expr::value(secrets::hash(new)))
        .filter(session::Column::TokenHash.eq(secrets::hash(old)))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(renewed.rows_affected == 1)
}

/// The data of a living session, and when it ends. Where "last used" cannot be written the session is read all the same:
/// what only reads goes on while the database takes nothing.
///
/// # Errors
/// The database's own.
pub async fn load(portal: &Portal, token: &str) -> Result<Option<(String, DateTime<Utc>)>> {
    let now = portal.now();
    let found = session::Entity::find()
        .filter(session::Column::TokenHash.eq(secrets::hash(token)))
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::LastSeenAt.gt(now - IDLE))
        .one(portal.reader())
        .await?;
    let Some(row) = found else { return Ok(None) };
    if now - row.last_seen_at > TOUCH
        && let Err(cause) = touch(portal, row.id, now).await
    {
        tracing::warn!(%cause, "a session's last use was not written");
    }
    Ok(Some((row.data, row.expires_at)))
}

async fn touch(portal: &Portal, id: SessionId, now: DateTime<Utc>) -> Result<()> {
    let tx = portal.begin().await?;
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(now))
        .filter(session::Column::Id.eq(id))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// Ends one session by its cookie.
///
/// # Errors
/// The database's own.
pub async fn delete(portal: &Portal, token: &str) -> Result<()> {
    let tx = portal.begin().await?;
    session::Entity::delete_many()
        .filter(session::Column::TokenHash.eq(secrets::hash(token)))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// What every signed-in request needs to know of its person.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who acts, in which role.
    pub actor: Actor,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Every role they hold.
    pub roles: Vec<Role>,
    /// Their organization's name.
    pub organization_name: String,
    /// The time zone times are shown in.
    pub time_zone: String,
    /// Whether they must set up a second factor before they act as an admin.
    pub needs_second_factor: bool,
}

/// The person behind a session: active, and holding the role they act in (else the first they hold).
///
/// # Errors
/// The database's own.
pub async fn person(portal: &Portal, user: UserId, acting: Role, source: &str) -> Result<Option<Person>> {
    let found = user::Entity::find_by_id(user)
        .filter(user::Column::State.eq(UserState::Active))
        .one(portal.reader())
        .await?;
    let Some(user) = found else { return Ok(None) };
    let roles = crate::accounts::users::roles(portal.reader(), user.id).await?;
    let organization = organization::Entity::find_by_id(user.organization_id)
        .one(portal.reader())
        .await?;
    let (Some(first), Some(organization)) = (roles.first().copied(), organization) else {
        return Ok(None);
    };
    let role = if roles.contains(&acting) { acting } else { first };
    let asked = role == Role::Admin && organization.admins_need_second_factor;
    let needs_second_factor = asked && second_factor::of(portal.reader(), user.id).await?.is_none();
    Ok(Some(Person {
        actor: Actor {
            organization: organization.id,
            user: user.id,
            role,
            source: source.to_owned(),
        },
        name: user.name,
        email: user.email,
        roles,
        organization_name: organization.name,
        time_zone: organization.time_zone,
        needs_second_factor,
    }))
}

/// The living sessions of the person who asks, newest use first.
///
/// # Errors
/// The database's own.
pub async fn mine(portal: &Portal, actor: &Actor, token: &str) -> Result<Vec<SessionRow>> {
    let now = portal.now();
    let current = secrets::hash(token);
    let rows = session::Entity::find()
        .filter(session::Column::UserId.eq(actor.user))
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::LastSeenAt.gt(now - IDLE))
        .order_by_desc(session::Column::LastSeenAt)
        .all(portal.reader())
        .await?;
    let row = |row: session::Model| SessionRow {
        id: row.id,
        current: row.token_hash == current,
        created: row.created_at,
        last_seen: row.last_seen_at,
        browser: row.browser,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Ends one of the person's sessions, named as [`mine`] lists it.
///
/// # Errors
/// The database's own.
pub async fn end_one(tx: &Tx, actor: &Actor, id: SessionId) -> Result<()> {
    let ended = session::Entity::delete_many()
        .filter(session::Column::UserId.eq(actor.user))
        .filter(session::Column::Id.eq(id))
        .exec(tx)
        .await?;
    if ended.rows_affected == 0 {
        return Ok(());
    }
    audit::note(tx, &actor.author(), "session.end", "user", actor.user, ()).await
}

/// Ends all sessions of a user, but for the one with this cookie.
///
/// # Errors
/// The database's own.
pub async fn end_all(tx: &Tx, user: UserId, but: Option<&str>) -> Result<()> {
    let mut condition = Condition::all().add(session::Column::UserId.eq(user));
    if let Some(token) = but {
        condition = condition.add(session::Column::TokenHash.ne(secrets::hash(token)));
    }
    session::Entity::delete_many().filter(condition).exec(tx).await?;
    Ok(())
}

/// Removes sessions that are over; answers how many.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &Tx) -> Result<u64> {
    let over = Condition::any()
        .add(session::Column::ExpiresAt.lte(tx.now()))
        .add(session::Column::LastSeenAt.lte(tx.now() - IDLE));
    Ok(session::Entity::delete_many()
        .filter(over)
        .exec(tx)
        .await?
        .rows_affected)
}

/// Whether the user holds the role.
///
/// # Errors
/// The database's own.
pub async fn holds(db: &impl ConnectionTrait, user: UserId, role: Role) -> Result<bool> {
    let found = user_role::Entity::find()
        .filter(user_role::Column::UserId.eq(user))
        .filter(user_role::Column::Role.eq(role))
        .one(db)
        .await?;
    Ok(found.is_some())
}
