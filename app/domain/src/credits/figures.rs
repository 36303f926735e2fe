//! The few numbers at the head of a course's pages.

use lectern_contract::{
    CourseId, Refusal, Role,
    credits::{AccountKind, CourseFigures},
};
use lectern_entities::registration;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait};

use crate::{
    actor::Actor,
    courses::{self, managers},
    credits::accounts::{Which, balance, find},
    fault::Result,
    invitations::{log::pending_on, pending::held_of},
    registrations,
};

/// What the one who asks can spend and watch on a course: a manager their own, an admin all.
///
/// # Errors
/// `NotFound` unless the course is the actor's.
pub async fn figures(db: &impl ConnectionTrait, actor: &Actor, course: CourseId) -> Result<CourseFigures> {
    let (organization, user) = (actor.organization, actor.user);
    let on_course = Condition::all().add(registration::Column::CourseId.eq(course));
    let (which, watched, held) = match actor.role {
        Role::Manager => {
            managers::require_active(db, organization, course, user).await?;
            let watched = on_course.add(registration::Column::ManagerId.eq(user));
            (Which::Manager(course, user), watched, held_of(db, course, user).await?)
        }
        Role::Admin => {
            courses::find(db, organization, course).await?;
            (Which::Course(course), on_course, pending_on(db, course).await?)
        }
        Role::Learner => return Err(Refusal::NotFound.into()),
    };
    let pool = Which::Own(AccountKind::Pool);
    let (pool, pool_account) = match actor.role {
        Role::Admin => (
            Some(balance(db, organization, pool).await?),
            find(db, organization, pool).await?,
        ),
        _ => (None, None),
    };
    let learners = registrations::count_by_course(db, watched).await?;
    Ok(CourseFigures {
        available: balance(db, organization, which).await?,
        pool,
        pool_account,
        held,
        learners: learners.get(&course).copied().unwrap_or(0),
        account: find(db, organization, which).await?,
    })
}
