//! What recertifications will take. An admin begins the next cycle, so they take a course's unassigned credits, then
//! the pool's, and never a manager's (`spec/credits.md` 7, 13).

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{CourseId, OrganizationId, UserId, courses::CourseState, credits::AccountKind};
use lectern_entities::{account, course};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::forecast::AHEAD;
use crate::{fault::Result, registrations::due};

/// Credits needed, and when; the soonest first.
pub(super) type Needed = Vec<(DateTime<Utc>, i64)>;

/// Of one course, or of one manager's learners on it, within the year ahead.
pub(super) async fn of_course(
    db: &impl ConnectionTrait,
    course: &course::Model,
    manager: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<Needed> {
    if course.state == CourseState::Archived {
        return Ok(vec![]);
    }
    due::ahead(db, course, manager, now, now + TimeDelta::days(AHEAD)).await
}

/// Of all published courses, beyond what each can pay from its own unassigned credits.
pub(super) async fn of_pool(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<Needed> {
    let courses = course::Entity::find()
        .filter(course::Column::OrganizationId.eq(organization))
        .filter(course::Column::State.eq(CourseState::Published))
        .filter(course::Column::ValidityMonths.is_not_null())
        .all(db)
        .await?;
    let free = unassigned(db, courses.iter().map(|course| course.id)).await?;
    let mut needed = BTreeMap::new();
    for course in &courses {
        let mut own = free.get(&course.id).copied().unwrap_or(0);
        for (at, credits) in of_course(db, course, None, now).await? {
            let paid = credits.min(own);
            own -= paid;
            *needed.entry(at).or_insert(0) += credits - paid;
        }
    }
    needed.retain(|_, credits| *credits > 0);
    Ok(needed.into_iter().collect())
}

async fn unassigned(
    db: &impl ConnectionTrait,
    courses: impl Iterator<Item = CourseId>,
) -> Result<BTreeMap<CourseId, i64>> {
    let accounts = account::Entity::find()
        .filter(account::Column::Kind.eq(AccountKind::Course))
        .filter(account::Column::CourseId.is_in(courses))
        .all(db)
        .await?;
    let free = |row: account::Model| Some((row.course_id?, (row.balance - row.reserved).max(0)));
    Ok(accounts.into_iter().filter_map(free).collect())
}
