//! Server functions that move credits.

use lectern_contract::{AccountId, CourseId, Refusal, Role, credits::AdjustReason, notice::Notice};
use lectern_domain::{accounts::input, credits};
use leptos::server;

use crate::{
    caller::{caller_as, done},
    refusal::Refused,
};

/// Puts credits into the pool.
#[server(prefix = "/do", endpoint = "grant-credits")]
pub async fn grant_credits(
    #[server(default)] amount: String,
    #[server(default)] note: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, amount) = (caller_as(Role::Admin)?, input::amount(&amount)?);
    let tx = caller.portal.begin().await?;
    credits::grant(&tx, caller.actor(), &key, amount, &note).await?;
    tx.commit().await?;
    done("/admin", Notice::Granted(amount))
}

/// Moves credits from the pool to a course.
#[server(prefix = "/do", endpoint = "allocate-credits")]
pub async fn allocate_credits(course: CourseId, #[server(default)] amount: String, key: String) -> Result<(), Refused> {
    let (caller, amount) = (caller_as(Role::Admin)?, input::amount(&amount)?);
    let tx = caller.portal.begin().await?;
    credits::allocate(&tx, caller.actor(), &key, course, amount).await?;
    tx.commit().await?;
    done("/admin", Notice::Allocated(amount))
}

/// Moves a course's free credits back to the pool.
#[server(prefix = "/do", endpoint = "deallocate-credits")]
pub async fn deallocate_credits(
    course: CourseId,
    #[server(default)] amount: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, amount) = (caller_as(Role::Admin)?, input::amount(&amount)?);
    let tx = caller.portal.begin().await?;
    credits::deallocate(&tx, caller.actor(), &key, course, amount).await?;
    tx.commit().await?;
    done("/admin", Notice::Deallocated(amount))
}

/// Corrects a balance by hand. `sure` says that who sends it has read what that will do.
#[server(prefix = "/do", endpoint = "adjust-credits")]
pub async fn adjust_credits(
    account: AccountId,
    #[server(default)] amount: String,
    reason: AdjustReason,
    #[server(default)] note: String,
    #[server(default)] sure: Option<String>,
    key: String,
) -> Result<(), Refused> {
    let (caller, amount) = (caller_as(Role::Admin)?, input::amount(&amount)?);
    if sure.is_none() {
        let db = caller.portal.reader();
        credits::adjust::preview(db, caller.actor(), account, amount, reason, &note).await?;
        return Err(Refused(Refusal::ConfirmFirst));
    }
    let tx = caller.portal.begin().await?;
    credits::adjust(&tx, caller.actor(), &key, account, amount, reason, &note).await?;
    tx.commit().await?;
    done(&format!("/admin/accounts/{account}"), Notice::Adjusted(amount))
}
