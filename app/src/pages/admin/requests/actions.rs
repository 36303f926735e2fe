//! Server functions that decide requests.

use lectern_contract::{RequestId, notice::Notice, requests::CreditPlan};
use lectern_domain::credits::requests;
use leptos::server;

use super::REQUESTS;
use crate::{
    caller::{caller, done},
    refusal::Refused,
};

/// Approves a request with exactly the credits that the page named.
#[server(prefix = "/do", endpoint = "approve-request")]
pub async fn approve_request(
    request: RequestId,
    from_course: i64,
    from_pool: i64,
    #[server(default)] note: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, plan) = (caller()?, CreditPlan { from_course, from_pool });
    let tx = caller.portal.begin().await?;
    requests::approve(&tx, caller.actor(), &key, request, plan, &note).await?;
    tx.commit().await?;
    done(REQUESTS, Notice::RequestApproved(plan.total()))
}

/// Declines a request, with the reason.
#[server(prefix = "/do", endpoint = "decline-request")]
pub async fn decline_request(request: RequestId, #[server(default)] note: String, key: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    requests::decline(&tx, caller.actor(), &key, request, &note).await?;
    tx.commit().await?;
    done(REQUESTS, Notice::RequestDeclined)
}
