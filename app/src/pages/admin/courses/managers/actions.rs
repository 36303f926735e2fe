//! Server functions of a course's managers.

use lectern_contract::{
    CourseId, Refusal, Role, UserId,
    notice::Notice,
    refusal::Field,
    sharing::{HandOverFigures, Successor},
};
use lectern_domain::{
    accounts::input,
    courses::{hand_over as hand, managers},
    credits,
};
use leptos::server;

use super::super::address;
use crate::{
    caller::{caller, caller_as, done},
    refusal::{Answer, Refused},
};

/// Registers a manager on a course.
#[server(prefix = "/do", endpoint = "add-manager")]
pub async fn add_manager(course: CourseId, #[server(default)] user: String) -> Result<(), Refused> {
    let (caller, user) = (caller_as(Role::Admin)?, chosen(&user)?);
    let tx = caller.portal.begin().await?;
    managers::add(&tx, caller.actor(), course, user).await?;
    tx.commit().await?;
    done(&address::managers(course), Notice::ManagerAdded)
}

/// What a select for a person sent.
fn chosen(user: &str) -> Answer<UserId> {
    user.parse().map_err(|_| Refused(Refusal::Missing(Field::User)))
}

/// Takes a manager off a course.
#[server(prefix = "/do", endpoint = "remove-manager")]
pub async fn remove_manager(course: CourseId, user: UserId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    managers::remove(&tx, caller.actor(), course, user).await?;
    tx.commit().await?;
    done(&address::managers(course), Notice::ManagerRemoved)
}

/// Takes a manager off a course and gives what they have there to another or to the course.
#[server(prefix = "/do", endpoint = "hand-over")]
pub async fn hand_over(
    course: CourseId,
    user: UserId,
    to: String,
    free: i64,
    pending: u64,
    learners: u64,
    key: String,
) -> Result<(), Refused> {
    let (caller, shown) = (
        caller()?,
        HandOverFigures {
            free,
            pending,
            learners,
        },
    );
    let to: Successor = to.parse().map_err(|_| Refused(Refusal::Missing(Field::User)))?;
    let tx = caller.portal.begin().await?;
    hand::hand_over(&tx, caller.actor(), &key, course, user, to, shown).await?;
    tx.commit().await?;
    done(&address::managers(course), Notice::HandedOver)
}

/// Gives a manager some of the course's credits.
#[server(prefix = "/do", endpoint = "assign-credits")]
pub async fn assign_credits(
    course: CourseId,
    user: UserId,
    #[server(default)] amount: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, amount) = (caller_as(Role::Admin)?, input::amount(&amount)?);
    let tx = caller.portal.begin().await?;
    credits::assign::assign(&tx, caller.actor(), &key, course, user, amount).await?;
    tx.commit().await?;
    done(&address::managers(course), Notice::Assigned(amount))
}

/// Takes free credits back from a manager.
#[server(prefix = "/do", endpoint = "take-back-credits")]
pub async fn take_back_credits(
    course: CourseId,
    user: UserId,
    #[server(default)] amount: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, amount) = (caller_as(Role::Admin)?, input::amount(&amount)?);
    let tx = caller.portal.begin().await?;
    credits::take_back::take_back(&tx, caller.actor(), &key, course, user, amount).await?;
    tx.commit().await?;
    done(&address::managers(course), Notice::TakenBack(amount))
}
