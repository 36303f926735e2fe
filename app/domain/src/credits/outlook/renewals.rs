//! What recertifications will take. An admin begins the next cycle, so they take a course's unassigned credits, then
//! the pool's, and never a manager's (`spec/credits.md` 7, 13).

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    AccountId, CourseId, OrganizationId, UserId, courses::CourseState, credits::AccountKind, outlook::CourseRenewals,
};
use lectern_entities::{account, course};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::forecast::{self, AHEAD};
use crate::{fault::Result, registrations::due};

/// Credits needed, and when; the soonest first.
pub(super) type Needed = Vec<(DateTime<Utc>, i64)>;

/// What is needed of the pool.
#[derive(Debug, Default)]
pub(super) struct OfPool {
    /// Credits, and when.
    pub needed: Needed,
    /// The courses they are for, by title.
    pub courses: Vec<CourseRenewals>,
}

/// Of one course, or of one manager's learners on it, within the year ahead.
pub(super) async fn of_course(
    db: &impl ConnectionTrait,
    course: &course::Model,
    manager: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<Needed> {
    due::ahead(db, course, manager, now, now + TimeDelta::days(AHEAD)).await
}

/// Of all published courses, beyond what each can pay from its own unassigned credits.
pub(super) async fn of_pool(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<OfPool> {
    let courses = course::Entity::find()
        .filter(course::Column::OrganizationId.eq(organization))
        .filter(course::Column::State.eq(CourseState::Published))
        .filter(course::Column::ValidityMonths.is_not_null())
        .order_by_asc(course::Column::Title)
        .order_by_asc(course::Column::Id)
        .all(db)
        .await?;
    let own = unassigned(db, courses.iter().map(|course| course.id)).await?;
    let (mut needed, mut short) = (BTreeMap::new(), Vec::new());
    for course in courses {
        let (account, free) = own.get(&course.id).copied().unzip();
        let free = free.unwrap_or(0);
        let due = of_course(db, &course, None, now).await?;
        let mut left = free;
        for (at, credits) in &due {
            let paid = left.min(*credits);
            left -= paid;
            *needed.entry(*at).or_insert(0) += credits - paid;
        }
        let due = forecast::renewals(now, &due);
        if due.year > free {
            short.push(CourseRenewals {
                course: course.id,
                title: course.title,
                account,
                free,
                due,
            });
        }
    }
    needed.retain(|_, credits| *credits > 0);
    Ok(OfPool {
        needed: needed.into_iter().collect(),
        courses: short,
    })
}

/// The account of each course's own credits, and how many of them are free.
async fn unassigned(
    db: &impl ConnectionTrait,
    courses: impl Iterator<Item = CourseId>,
) -> Result<BTreeMap<CourseId, (AccountId, i64)>> {
    let accounts = account::Entity::find()
        .filter(account::Column::Kind.eq(AccountKind::Course))
        .filter(account::Column::CourseId.is_in(courses))
        .all(db)
        .await?;
    let free = |row: account::Model| Some((row.course_id?, (row.id, (row.balance - row.reserved).max(0))));
    Ok(accounts.into_iter().filter_map(free).collect())
}
