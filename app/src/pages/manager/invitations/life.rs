//! Server functions of an invitation's later life. Each comes back to the page it was pressed on.

use lectern_contract::{ClaimId, InvitationId, notice::Notice};
use lectern_domain::{
    bounces,
    invitations::{claims, remind},
    refused::{Attempt, watch},
};
use leptos::server;

use crate::{
    caller::{caller, done},
    refusal::Refused,
};

/// Moves an invitation to the address of who claims it.
#[server(prefix = "/do", endpoint = "approve-claim")]
pub async fn approve_claim(
    claim: ClaimId,
    #[server(default)] key: String,
    #[server(default)] page: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let attempt = Attempt::ApproveClaim(caller.actor().clone(), claim);
    let act = async {
        let tx = caller.portal.begin().await?;
        claims::approve(&tx, caller.actor(), &key, claim).await?;
        tx.commit().await
    };
    watch(&caller.portal, attempt, act).await?;
    done(&page, Notice::ClaimApproved)
}

/// Leaves an invitation with its address.
#[server(prefix = "/do", endpoint = "decline-claim")]
pub async fn decline_claim(claim: ClaimId, #[server(default)] page: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    claims::decline(&tx, caller.actor(), claim).await?;
    tx.commit().await?;
    done(&page, Notice::ClaimDeclined)
}

/// ⋮ *Stop Reminders*.
#[server(prefix = "/do", endpoint = "stop-reminders")]
pub async fn stop_reminders(invitation: InvitationId, #[server(default)] page: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    remind::stop(&tx, caller.actor(), invitation).await?;
    tx.commit().await?;
    done(&page, Notice::RemindersStopped)
}

/// ⋮ *Resume Reminders*.
#[server(prefix = "/do", endpoint = "resume-reminders")]
pub async fn resume_reminders(invitation: InvitationId, #[server(default)] page: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    remind::resume(&tx, caller.actor(), invitation).await?;
    tx.commit().await?;
    done(&page, Notice::RemindersResumed)
}

/// ⋮ *Mark as Undeliverable*.
#[server(prefix = "/do", endpoint = "mark-undeliverable")]
pub async fn mark_undeliverable(invitation: InvitationId, #[server(default)] page: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    bounces::mark(&tx, caller.actor(), invitation).await?;
    tx.commit().await?;
    done(&page, Notice::MarkedUndeliverable)
}

/// ⋮ *Mark as Deliverable*.
#[server(prefix = "/do", endpoint = "mark-deliverable")]
pub async fn mark_deliverable(invitation: InvitationId, #[server(default)] page: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    bounces::unmark(&tx, caller.actor(), invitation).await?;
    tx.commit().await?;
    done(&page, Notice::MarkedDeliverable)
}
