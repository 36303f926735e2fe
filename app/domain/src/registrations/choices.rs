//! The courses somebody can be enrolled in, and where each one's credit would come from.

use std::collections::BTreeSet;

use lectern_contract::{
    CourseId, Role, UserId,
    credits::{AccountKind, CreditSource, EnrollChoice, EnrollChoices},
    registrations::RegistrationState,
};
use lectern_entities::{account, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::is_done;
use crate::{
    accounts::users,
    actor::Actor,
    courses::list::{balances, live_choices},
    credits::accounts::{Which, balance, find},
    fault::{Error, Result},
};

/// Published courses a user is not enrolled in yet or has completed (all, for a user to be made), with the source of
/// the credit as [`super::enroll::enroll`] would choose it (`spec/credits.md` 7, 13).
///
/// # Errors
/// `NotFound` unless an admin asks for a user of the organization.
pub async fn choices(db: &impl ConnectionTrait, actor: &Actor, user: Option<UserId>) -> Result<EnrollChoices> {
    actor.require(Role::Admin)?;
    let pool_account = find(db, actor.organization, Which::Own(AccountKind::Pool)).await?;
    let pool = balance(db, actor.organization, Which::Own(AccountKind::Pool)).await?;
    let mine = match user {
        Some(user) => Mine::of(db, actor, user).await?,
        None => Mine::default(),
    };
    let own = account::Column::OrganizationId.eq(actor.organization);
    let credits = balances(db, AccountKind::Course, own.into()).await?;
    let choice = |(course, title): (CourseId, String)| {
        let available = credits.get(&course).map_or(0, |(_, balance)| *balance);
        let source = match (mine.paid.contains(&course), available > 0, pool > 0) {
            (true, _, _) => Some(CreditSource::Earlier),
            (_, true, _) => Some(CreditSource::Course),
            (_, _, true) => Some(CreditSource::Pool),
            _ => None,
        };
        EnrollChoice {
            course,
            title,
            available,
            again: mine.done.contains(&course),
            source,
        }
    };
    let courses = live_choices(db, actor).await?;
    Ok(EnrollChoices {
        pool,
        pool_account: pool_account.ok_or_else(|| Error::fault("an organization without a pool"))?,
        courses: courses
            .into_iter()
            .filter(|(id, _)| !mine.enrolled.contains(id))
            .map(choice)
            .collect(),
    })
}

/// The courses a user is enrolled in and has not completed, those they completed, and those they were withdrawn from
/// whose credit stayed consumed; by their newest cycle.
#[derive(Default)]
struct Mine {
    enrolled: BTreeSet<CourseId>,
    done: BTreeSet<CourseId>,
    paid: BTreeSet<CourseId>,
}

impl Mine {
    async fn of(db: &impl ConnectionTrait, actor: &Actor, user: UserId) -> Result<Self> {
        users::find(db, actor.organization, user).await?;
        let rows = registration::Entity::find()
            .filter(registration::Column::UserId.eq(user))
            .order_by_desc(registration::Column::Cycle)
            .all(db)
            .await?;
        let (mut mine, mut seen) = (Self::default(), BTreeSet::new());
        for row in rows.into_iter().filter(|row| seen.insert(row.course_id)) {
            match row.state {
                RegistrationState::Active if is_done(&row) => mine.done.insert(row.course_id),
                RegistrationState::Active => mine.enrolled.insert(row.course_id),
                RegistrationState::Withdrawn => row.consumption_id.is_some() && mine.paid.insert(row.course_id),
            };
        }
        Ok(mine)
    }
}
