//! The admin's dashboard: the pool and every course's credits.

use std::collections::BTreeMap;

use lectern_contract::{
    CourseId, Role,
    courses::CourseState,
    credits::{AccountKind, CourseCredits, CreditsOverview},
    invitations::InvitationState,
    watch::Standing,
};
use lectern_entities::{account, course, invitation, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    actor::Actor,
    credits::accounts::{Which, balance, find},
    fault::{Error, Result},
};

/// Every number of the dashboard; each has its rows on the account's statement or the course's pages.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn overview(db: &impl ConnectionTrait, actor: &Actor) -> Result<CreditsOverview> {
    actor.require(Role::Admin)?;
    let organization = actor.organization;
    let own = |kind| balance(db, organization, Which::Own(kind));
    let account = async |kind| {
        let found = find(db, organization, Which::Own(kind)).await?;
        found.ok_or_else(|| Error::fault("an organization without its own accounts"))
    };
    let per_course = per_course(db, actor).await?;
    let courses = course::Entity::find()
        .filter(course::Column::OrganizationId.eq(organization))
        .order_by_asc(course::Column::Title)
        .all(db)
        .await?;
    let mut rows = Vec::with_capacity(courses.len());
    let (mut archived, mut archived_consumed) = (0, 0);
    for course in courses {
        let numbers = per_course.get(&course.id).copied().unwrap_or_default();
        if course.state == CourseState::Archived && numbers.is_used_up() {
            archived += 1;
            archived_consumed += numbers.consumed;
            continue;
        }
        rows.push(CourseCredits {
            course: course.id,
            title: course.title,
            state: course.state,
            account: numbers.account,
            available: numbers.available,
            // Nobody is told of an archived course: it needs no credits.
            low: numbers.low && course.state != CourseState::Archived,
            with_managers: numbers.with_managers,
            held: numbers.held,
            consumed: numbers.consumed,
        });
    }
    Ok(CreditsOverview {
        pool_account: account(AccountKind::Pool).await?,
        pool: own(AccountKind::Pool).await?,
        held_account: account(AccountKind::Held).await?,
        held: own(AccountKind::Held).await?,
        consumed_account: account(AccountKind::Consumed).await?,
        consumed: own(AccountKind::Consumed).await?,
        expired_account: account(AccountKind::Expired).await?,
        expired: own(AccountKind::Expired).await?,
        courses: rows,
        archived,
        archived_consumed,
        requests: super::requests::list::open(db, organization).await?,
    })
}

#[derive(Clone, Copy, Default)]
struct Numbers {
    account: Option<lectern_contract::AccountId>,
    available: i64,
    low: bool,
    with_managers: i64,
    held: i64,
    consumed: i64,
}

impl Numbers {
    /// Whether no credit is left that could be spent or taken back.
    const fn is_used_up(&self) -> bool {
        self.available == 0 && self.with_managers == 0 && self.held == 0
    }
}

async fn per_course(db: &impl ConnectionTrait, actor: &Actor) -> Result<BTreeMap<CourseId, Numbers>> {
    let mut numbers: BTreeMap<CourseId, Numbers> = BTreeMap::new();
    let accounts = account::Entity::find()
        .filter(account::Column::OrganizationId.eq(actor.organization))
        .filter(account::Column::CourseId.is_not_null())
        .all(db)
        .await?;
    for row in accounts {
        let Some(course) = row.course_id else { continue };
        let entry = numbers.entry(course).or_default();
        if row.kind == AccountKind::Course {
            entry.account = Some(row.id);
            entry.available = row.balance - row.reserved;
            entry.low = row.standing == Standing::Low;
        } else {
            entry.with_managers += row.balance - row.reserved;
        }
    }
    let held: Vec<(CourseId, i64)> = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::CourseId)
        .column_as(invitation::Column::Id.count(), "held")
        .filter(invitation::Column::OrganizationId.eq(actor.organization))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .group_by(invitation::Column::CourseId)
        .into_tuple()
        .all(db)
        .await?;
    for (course, held) in held {
        numbers.entry(course).or_default().held = held;
    }
    let consumed: Vec<(CourseId, i64)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::CourseId)
        .column_as(registration::Column::Id.count(), "consumed")
        .filter(registration::Column::OrganizationId.eq(actor.organization))
        .filter(registration::Column::ConsumptionId.is_not_null())
        .group_by(registration::Column::CourseId)
        .into_tuple()
        .all(db)
        .await?;
    for (course, consumed) in consumed {
        numbers.entry(course).or_default().consumed = consumed;
    }
    Ok(numbers)
}
