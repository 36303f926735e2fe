//! Server functions of a manager's credits.

use lectern_contract::{CourseId, Refusal, RequestId, Role, UserId, notice::Notice, refusal::Field};
use lectern_domain::{
    accounts::input,
    credits::{self, requests},
};
use leptos::server;

use super::tab;
use crate::{
    caller::{caller, caller_as, done},
    refusal::{Answer, Refused},
};

/// What a select for a manager sent.
fn chosen(user: &str) -> Answer<UserId> {
    user.parse().map_err(|_| Refused(Refusal::Missing(Field::User)))
}

/// Gives free credits to another manager of the course.
#[server(prefix = "/do", endpoint = "give-credits")]
pub async fn give_credits(
    course: CourseId,
    #[server(default)] user: String,
    #[server(default)] amount: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, to, amount) = (caller_as(Role::Manager)?, chosen(&user)?, input::amount(&amount)?);
    let tx = caller.portal.begin().await?;
    credits::give(&tx, caller.actor(), &key, course, to, amount).await?;
    tx.commit().await?;
    done(&tab(course), Notice::Given(amount))
}

/// Takes back what another manager was given and has free.
#[server(prefix = "/do", endpoint = "take-back-given")]
pub async fn take_back_given(
    course: CourseId,
    #[server(default)] user: String,
    #[server(default)] amount: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, from, amount) = (caller_as(Role::Manager)?, chosen(&user)?, input::amount(&amount)?);
    let tx = caller.portal.begin().await?;
    credits::take_back_given(&tx, caller.actor(), &key, course, from, amount).await?;
    tx.commit().await?;
    done(&tab(course), Notice::GivenTakenBack(amount))
}

/// Asks the admins for credits of a course.
#[server(prefix = "/do", endpoint = "request-credits")]
pub async fn request_credits(
    course: CourseId,
    #[server(default)] amount: String,
    #[server(default)] note: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, amount) = (caller_as(Role::Manager)?, input::amount(&amount)?);
    let tx = caller.portal.begin().await?;
    requests::ask(&tx, caller.actor(), &key, course, amount, &note).await?;
    tx.commit().await?;
    done(&tab(course), Notice::Requested(amount))
}

/// Takes an open request back; `course` only says where to go on.
#[server(prefix = "/do", endpoint = "withdraw-request")]
pub async fn withdraw_request(request: RequestId, course: CourseId, key: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    requests::withdraw(&tx, caller.actor(), &key, request).await?;
    tx.commit().await?;
    done(&tab(course), Notice::RequestWithdrawn)
}
