//! Burn rate, forecast and the picture of a balance, for pool, course and manager (`spec/credits.md`, Forecast).
//!
//! *Used* is what goes from an account towards learners, less what comes back: of the pool what is allocated, held and
//! consumed; of a course what is assigned, held and consumed; of a manager what is held and consumed. What pending
//! invitations hold has left the balance already, so the forecast takes it for used until it comes back. Recertifications
//! that fall due are counted on their day, beside what is used from day to day.

pub mod forecast;
mod history;
mod renewals;

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    CourseId, Role, UserId,
    courses::CourseState,
    credits::AccountKind,
    outlook::Outlook,
    watch::{Standing, Threshold},
};
use lectern_entities::{account, course as course_row};
use sea_orm::{ConnectionTrait, EntityTrait};

use self::{
    forecast::{AHEAD, Known, forecast, renewals},
    history::History,
};
use crate::{
    actor::Actor,
    courses::{self, managers},
    credits::accounts::{Which, find, standing},
    fault::{Error, Result},
    invitations::pending::held_in,
    plans::{self, coming},
    portal::Portal,
    tx::Tx,
};

/// The pool's outlook.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn pool(portal: &Portal, actor: &Actor) -> Result<Outlook> {
    actor.require(Role::Admin)?;
    let db = portal.reader();
    let comes = coming::grants(db, actor.organization, portal.now() + TimeDelta::days(AHEAD)).await?;
    let due = renewals::of_pool(db, actor.organization, portal.now()).await?;
    let seen = look(portal, actor, Which::Own(AccountKind::Pool), &comes, &due.needed).await?;
    Ok(Outlook {
        by_course: due.courses,
        ..seen
    })
}

/// The outlook of what the one who asks can spend on a course: a manager's own credits, for an admin the course's.
///
/// # Errors
/// `NotFound` unless the course is the actor's.
pub async fn course(portal: &Portal, actor: &Actor, course: CourseId) -> Result<Outlook> {
    let db = portal.reader();
    let (row, which, manager) = theirs(db, actor, course).await?;
    let due = renewals::of_course(db, &row, manager, portal.now()).await?;
    look(portal, actor, which, &[], &due).await
}

/// The same, where what they can spend is low or gone: for pages that warn of it and show no more. None where it is
/// fine, and where nobody is told: the course is archived.
///
/// # Errors
/// `NotFound` unless the course is the actor's.
pub async fn low(portal: &Portal, actor: &Actor, id: CourseId) -> Result<Option<Outlook>> {
    let db = portal.reader();
    let (row, which, _) = theirs(db, actor, id).await?;
    if row.state == CourseState::Archived || standing(db, actor.organization, which).await? == Standing::Fine {
        return Ok(None);
    }
    course(portal, actor, id).await.map(Some)
}

/// The course, the account they spend from, and whose learners count.
async fn theirs(
    db: &impl ConnectionTrait,
    actor: &Actor,
    course: CourseId,
) -> Result<(course_row::Model, Which, Option<UserId>)> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let row = courses::find(db, actor.organization, course).await?;
    if actor.role == Role::Manager {
        managers::require_active(db, actor.organization, course, actor.user).await?;
        Ok((row, Which::Manager(course, actor.user), Some(actor.user)))
    } else {
        Ok((row, Which::Course(course), None))
    }
}

/// How many more credits an account should get: what its page says, for the letter that tells that it is low.
pub(super) async fn more(tx: &Tx, row: &account::Model) -> Result<i64> {
    let due = match (row.kind, row.course_id) {
        (AccountKind::Pool, _) => renewals::of_pool(tx, row.organization_id, tx.now()).await?.needed,
        (AccountKind::Course, Some(course)) => {
            let course = courses::find(tx, row.organization_id, course).await?;
            renewals::of_course(tx, &course, None, tx.now()).await?
        }
        _ => vec![],
    };
    let zone = plans::zone(tx, row.organization_id).await?;
    let history = history::read(tx, row, zone, tx.now()).await?;
    let known = Known {
        needed: &due,
        ..history.known(row.balance - row.reserved, zone, tx.now())
    };
    Ok(forecast(&known).more)
}

async fn look(
    portal: &Portal,
    actor: &Actor,
    which: Which,
    comes: &[(DateTime<Utc>, i64)],
    due: &[(DateTime<Utc>, i64)],
) -> Result<Outlook> {
    let (db, now) = (portal.reader(), portal.now());
    let zone = plans::zone(db, actor.organization).await?;
    let row = match find(db, actor.organization, which).await? {
        Some(id) => account::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let (history, free, held) = match &row {
        Some(row) => (
            history::read(db, row, zone, now).await?,
            row.balance - row.reserved,
            held_in(db, row.id).await?,
        ),
        None => (History::default(), 0, 0),
    };
    let (kind, course, _) = which.parts();
    let known = Known {
        comes,
        // A further cycle never takes a manager's credit.
        needed: if kind == AccountKind::Manager { &[] } else { due },
        ..history.known(free, zone, now)
    };
    let forecast = forecast(&known);
    let threshold = row.as_ref().map_or(Threshold::Off, |row| row.threshold);
    Ok(Outlook {
        account: row.as_ref().map(|row| row.id),
        kind,
        course,
        free,
        held: i64::try_from(held).map_err(Error::fault)?,
        threshold,
        level: row.as_ref().and_then(|row| threshold.level(row.basis)),
        standing: row.map_or_else(|| threshold.standing(0, 0), |row| row.standing),
        burn: forecast.burn,
        runs_out: forecast.runs_out,
        more: forecast.more,
        renewals: renewals(now, due),
        by_course: vec![],
        next_grant: comes.first().copied(),
        past: history.past,
        ahead: forecast.ahead,
    })
}
