//! What another validity of a course changes at once for those who completed it (`spec/credits.md` 13).

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{courses::ValidityChange, outlook::Horizon};
use lectern_entities::{course, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::due::{due_after, owing};
use crate::fault::Result;

/// What changes where a completion of the course is valid for `months` from now on; none is for ever. Counted are the
/// completions that [`super::due`] counts: of those who have access, can sign in, and did not begin the next cycle. One
/// is valid until the day of UTC on which it falls due.
///
/// # Errors
/// The database's own.
pub(crate) async fn change(
    db: &impl ConnectionTrait,
    course: &course::Model,
    months: Option<i32>,
    now: DateTime<Utc>,
) -> Result<ValidityChange> {
    let soon = now + TimeDelta::days(Horizon::Soon.days());
    let (was, is) = (valid_from(course.validity_months, now), valid_from(months, now));
    let tomorrow = now + TimeDelta::days(1);
    Ok(ValidityChange {
        course: course.id,
        title: course.title.clone(),
        old: course.validity_months,
        new: months,
        completed: completed(db, course, valid_from(None, now), tomorrow).await?,
        expiring: completed(db, course, was, is).await?,
        returning: completed(db, course, is, was).await?,
        soon: completed(db, course, is, valid_from(months, soon)).await?,
    })
}

/// The first instant whose completions are valid after the day of this one; nobody completed anything before the epoch.
fn valid_from(months: Option<i32>, at: DateTime<Utc>) -> DateTime<Utc> {
    months.map_or(DateTime::UNIX_EPOCH, |months| due_after(at, months))
}

/// How many completed it from the first instant until before the second; none where that is not later.
async fn completed(
    db: &impl ConnectionTrait,
    course: &course::Model,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<u64> {
    Ok(registration::Entity::find()
        .filter(registration::Column::CourseId.eq(course.id))
        .filter(owing((from, to)))
        .count(db)
        .await?)
}
