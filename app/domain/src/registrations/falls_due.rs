//! Completions that fall due are told of: to each learner once, about a month ahead, and to whoever watches them in the
//! morning's digest (`spec/credits.md` 13). Nothing begins by it: another cycle is an admin's act and takes a credit.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{CourseId, OrganizationId, UserId, courses::CourseState, people::UserState};
use lectern_entities::{course, due_letter, registration, user};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::due::{self, due};
use crate::{actor::Author, audit, courses::managers, fault::Result, letters, portal::Portal, settings, tx::Tx};

/// How near its day a completion is told of. Long after it that is no news.
const NEAR: TimeDelta = TimeDelta::days(30);
/// Each is told once, also if its course is given another validity later.
const UNTOLD: &str = "not exists (select 1 from due_letter told where told.registration_id = registration.id)";

/// The courses of which somebody is to be told now.
///
/// # Errors
/// The database's own.
pub async fn waiting(portal: &Portal) -> Result<Vec<CourseId>> {
    let db = portal.reader();
    let courses = course::Entity::find()
        .filter(course::Column::ValidityMonths.is_not_null())
        .filter(course::Column::State.ne(CourseState::Archived))
        .order_by_asc(course::Column::Id)
        .all(db)
        .await?;
    let mut waiting = Vec::new();
    for course in courses {
        if let Some(untold) = untold(db, &course, portal.now()).await?
            && untold.one(db).await?.is_some()
        {
            waiting.push(course.id);
        }
    }
    Ok(waiting)
}

/// Tells up to `most` learners of a course that what they completed has to be taken again, unless the site sends no
/// reminders. Who began again, lost access or cannot sign in is not told. Answers how many were looked at; 0 where
/// nobody is left.
///
/// # Errors
/// The database's own.
pub async fn tell(tx: &Tx, course: CourseId, most: u64) -> Result<usize> {
    let Some(course) = course::Entity::find_by_id(course).one(tx).await? else {
        return Ok(0);
    };
    let Some(untold) = untold(tx, &course, tx.now()).await? else {
        return Ok(0);
    };
    let untold = untold
        .order_by_asc(registration::Column::CompletedAt)
        .order_by_asc(registration::Column::Id)
        .limit(most);
    // What another process has in hand it tells itself.
    let untold = match tx.get_database_backend() {
        DbBackend::Postgres => untold.lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked),
        _ => untold,
    };
    let rows = untold.all(tx).await?;
    let people = user::Entity::find()
        .filter(user::Column::Id.is_in(rows.iter().map(|row| row.user_id)))
        .order_by_asc(user::Column::Id);
    // Nobody is deleted between this look at their address and the letter to it.
    let people = tx.share(people).all(tx).await?.into_iter();
    let people = people.filter(|row| row.state == UserState::Active);
    let people: BTreeMap<UserId, user::Model> = people.map(|row| (row.id, row)).collect();
    for row in &rows {
        if let Some(person) = people.get(&row.user_id) {
            tell_one(tx, &course, row, person).await?;
        }
    }
    Ok(rows.len())
}

/// The registrations of a course whose learners are to be told now; none where nobody is.
async fn untold(
    db: &impl ConnectionTrait,
    course: &course::Model,
    now: DateTime<Utc>,
) -> Result<Option<Select<registration::Entity>>> {
    let Some(near) = due::near(course, now, NEAR) else {
        return Ok(None);
    };
    let on = settings::of(db, course.organization_id).await?.reminders;
    Ok(on.then(|| {
        registration::Entity::find()
            .filter(registration::Column::CourseId.eq(course.id))
            .filter(near)
            .filter(Expr::cust(UNTOLD))
    }))
}

/// The mark comes first: where two processes tell the same learner, its unique index decides which one does.
async fn tell_one(tx: &Tx, course: &course::Model, row: &registration::Model, person: &user::Model) -> Result<()> {
    let (Some(completed), Some(until)) = (row.completed_at, due(row, course)) else {
        return Ok(());
    };
    let manager = watcher(tx, row).await?;
    let mark = due_letter::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(row.organization_id),
        registration_id: Set(row.id),
        manager_id: Set(manager),
        digest_due: Set(manager.is_some()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    if !tx.insert_unless_taken(mark).await? {
        return Ok(());
    }
    letters::falls_due(tx, person, course, completed, until).await?;
    let clock = Author::clock(row.organization_id);
    audit::note(tx, &clock, "registration.falls_due", "registration", row.id, ()).await
}

/// The manager whose learner it is, while they manage the course.
async fn watcher(tx: &Tx, row: &registration::Model) -> Result<Option<UserId>> {
    let Some(manager) = row.manager_id else {
        return Ok(None);
    };
    let watches = managers::is_active(tx, row.organization_id, row.course_id, manager).await?;
    Ok(watches.then_some(manager))
}

/// The organizations that have a manager to tell in the morning.
///
/// # Errors
/// The database's own.
pub(crate) async fn homes(tx: &Tx) -> Result<Vec<OrganizationId>> {
    let homes = due_letter::Entity::find()
        .select_only()
        .column(due_letter::Column::OrganizationId)
        .distinct()
        .filter(due_letter::Column::DigestDue.eq(true));
    Ok(homes.into_tuple().all(tx).await?)
}

/// The managers with learners who were told before that morning.
///
/// # Errors
/// The database's own.
pub(crate) async fn watchers(tx: &Tx, organization: OrganizationId, morning: DateTime<Utc>) -> Result<Vec<UserId>> {
    let managers = due_letter::Entity::find()
        .select_only()
        .column(due_letter::Column::ManagerId)
        .distinct()
        .filter(before(organization, morning))
        .filter(due_letter::Column::ManagerId.is_not_null());
    Ok(managers.into_tuple().all(tx).await?)
}

/// Who watches a manager's learners on a course from here on tells of them in the morning; nobody where that is nobody.
///
/// # Errors
/// The database's own.
pub(crate) async fn pass_on(tx: &Tx, course: CourseId, from: UserId, to: Option<UserId>) -> Result<()> {
    let learners = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(registration::Column::CourseId.eq(course));
    due_letter::Entity::update_many()
        .col_expr(due_letter::Column::ManagerId, Expr::value(to))
        .col_expr(due_letter::Column::DigestDue, Expr::value(to.is_some()))
        .col_expr(due_letter::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(due_letter::Column::DigestDue.eq(true))
        .filter(due_letter::Column::ManagerId.eq(from))
        .filter(due_letter::Column::RegistrationId.in_subquery(learners.into_query()))
        .exec(tx)
        .await?;
    Ok(())
}

/// How many learners of a manager were told before that morning, each counted once.
///
/// # Errors
/// The database's own.
pub(crate) async fn count_once(
    tx: &Tx,
    organization: OrganizationId,
    manager: UserId,
    morning: DateTime<Utc>,
) -> Result<u64> {
    let counted = due_letter::Entity::update_many()
        .col_expr(due_letter::Column::DigestDue, Expr::value(false))
        .col_expr(due_letter::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(before(organization, morning))
        .filter(due_letter::Column::ManagerId.eq(manager))
        .exec(tx)
        .await?;
    Ok(counted.rows_affected)
}

fn before(organization: OrganizationId, morning: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(due_letter::Column::DigestDue.eq(true))
        .add(due_letter::Column::OrganizationId.eq(organization))
        .add(due_letter::Column::CreatedAt.lt(morning))
}
