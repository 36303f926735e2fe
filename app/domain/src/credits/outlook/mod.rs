//! Burn rate, forecast and the picture of a balance, for pool, course and manager (`spec/credits.md`, Forecast).
//!
//! *Used* is what goes from an account towards learners, less what comes back: of the pool what is allocated, held and
//! consumed; of a course what is assigned, held and consumed; of a manager what is held and consumed. What pending
//! invitations hold has left the balance already, so the forecast takes it for used until it comes back. No course says
//! yet when it must be taken again; once one does, what falls due is [`Known::needed`].

pub mod forecast;
mod history;

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{CourseId, Role, credits::AccountKind, outlook::Outlook, watch::Threshold};
use lectern_entities::account;
use sea_orm::EntityTrait;

use self::{
    forecast::{AHEAD, Known, forecast},
    history::History,
};
use crate::{
    actor::Actor,
    courses::{self, managers},
    credits::accounts::{Which, balance, find},
    fault::Result,
    invitations::log::{pending_of, pending_on},
    plans::coming,
    portal::Portal,
};

/// The pool's outlook.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn pool(portal: &Portal, actor: &Actor) -> Result<Outlook> {
    actor.require(Role::Admin)?;
    let db = portal.reader();
    let held = balance(db, actor.organization, Which::Own(AccountKind::Held)).await?;
    let comes = coming::grants(db, actor.organization, portal.now() + TimeDelta::days(AHEAD)).await?;
    look(portal, actor, Which::Own(AccountKind::Pool), held, &comes).await
}

/// The outlook of what the one who asks can spend on a course: a manager's own credits, for an admin the course's.
///
/// # Errors
/// `NotFound` unless the course is the actor's.
pub async fn course(portal: &Portal, actor: &Actor, course: CourseId) -> Result<Outlook> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let db = portal.reader();
    let (which, held) = if actor.role == Role::Manager {
        managers::require_active(db, actor.organization, course, actor.user).await?;
        (
            Which::Manager(course, actor.user),
            pending_of(db, course, actor.user).await?,
        )
    } else {
        courses::find(db, actor.organization, course).await?;
        (Which::Course(course), pending_on(db, course).await?)
    };
    look(portal, actor, which, i64::try_from(held).unwrap_or(i64::MAX), &[]).await
}

async fn look(
    portal: &Portal,
    actor: &Actor,
    which: Which,
    held: i64,
    comes: &[(DateTime<Utc>, i64)],
) -> Result<Outlook> {
    let (db, now) = (portal.reader(), portal.now());
    let row = match find(db, actor.organization, which).await? {
        Some(id) => account::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let (history, free) = match &row {
        Some(row) => (history::read(db, row, now).await?, row.balance - row.reserved),
        None => (History::default(), 0),
    };
    let known = Known {
        now,
        free,
        age: history.age,
        used_recent: history.used_recent,
        used_long: history.used_long,
        comes,
        needed: &[],
    };
    let forecast = forecast(&known);
    let (kind, course, _) = which.parts();
    let threshold = row.as_ref().map_or(Threshold::Off, |row| row.threshold);
    Ok(Outlook {
        account: row.as_ref().map(|row| row.id),
        kind,
        course,
        free,
        held,
        threshold,
        level: row.as_ref().and_then(|row| threshold.level(row.basis)),
        standing: row.map_or_else(|| threshold.standing(0, 0), |row| row.standing),
        burn: forecast.burn,
        runs_out: forecast.runs_out,
        more: forecast.more,
        next_grant: comes.first().copied(),
        past: history.past,
        ahead: forecast.ahead,
    })
}
