//! Letters about an account that is low, to those who can do something about it.

use lectern_contract::{CourseId, Refusal, UserId, courses::CourseState, credits::AccountKind, people::UserState};
use lectern_entities::{account, user};

use crate::{
    accounts::users,
    courses::{self, managers},
    credits::outlook,
    fault::{Error, Result},
    letters::{self, Low},
    tx::Tx,
};

/// Tells of an account that has just become low or empty.
pub(super) async fn tell(tx: &Tx, row: &account::Model) -> Result<()> {
    match (row.kind, row.course_id, row.user_id) {
        (AccountKind::Pool, ..) => {
            let more = outlook::more(tx, row).await?;
            let way = format!("Buy {more} more at /admin/purchases/new?amount={more}");
            admins(tx, row, "The pool", &way).await
        }
        (AccountKind::Course, Some(course), _) => of_course(tx, row, course).await,
        (AccountKind::Manager, Some(course), Some(manager)) => of_manager(tx, row, course, manager).await,
        _ => Ok(()),
    }
}

async fn of_course(tx: &Tx, row: &account::Model, course: CourseId) -> Result<()> {
    let course = courses::find(tx, row.organization_id, course).await?;
    if course.state == CourseState::Archived {
        return Ok(());
    }
    let what = format!("The course “{}”", course.title);
    let more = outlook::more(tx, row).await?;
    let way = format!("Allocate {more} more at /admin?course={}&amount={more}", course.id);
    admins(tx, row, &what, &way).await
}

async fn of_manager(tx: &Tx, row: &account::Model, course: CourseId, manager: UserId) -> Result<()> {
    let course = courses::find(tx, row.organization_id, course).await?;
    let manager = users::find(tx, row.organization_id, manager).await?;
    let registered = match managers::require_active(tx, row.organization_id, course.id, manager.id).await {
        Ok(()) => true,
        Err(Error::Refused(Refusal::NotFound)) => false,
        Err(error) => return Err(error),
    };
    if !registered || manager.state != UserState::Active || course.state == CourseState::Archived {
        return Ok(());
    }
    let what = format!("Your account for “{}”", course.title);
    let more = outlook::more(tx, row).await?;
    let way = format!(
        "Request {more} more at /manager/courses/{}/credits/request?amount={more}",
        course.id
    );
    one(tx, row, &manager, &what, &way).await
}

async fn admins(tx: &Tx, row: &account::Model, what: &str, way: &str) -> Result<()> {
    for admin in users::active_admins(tx, row.organization_id).await? {
        one(tx, row, &admin, what, way).await?;
    }
    Ok(())
}

async fn one(tx: &Tx, row: &account::Model, to: &user::Model, what: &str, way: &str) -> Result<()> {
    let low = Low {
        what,
        free: row.balance - row.reserved,
        threshold: row.threshold,
        way,
    };
    letters::credits_low(tx, to, low).await
}
