//! What the portal does by itself: invitations expire and are reminded of, completions fall due, subscriptions renew and
//! lapse, sessions and launches that nobody uses end.

pub mod batches;
pub(crate) mod carriers;
pub mod checkpoints;
pub mod hooks;
pub mod invitations;
pub mod proofs;
mod registrations;

use std::time::Duration;

use lectern_contract::SubscriptionId;
use lectern_domain::{
    Portal, Result,
    accounts::{sessions, throttle},
    api_keys,
    hooks::sweep,
    invitations::batch,
    plans::rounds,
    runtime,
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Between two rounds. Nothing depends on it: acts decide by the clock themselves.
const PAUSE: Duration = Duration::from_mins(1);
/// Transactions of one round for what has time.
const STEPS: usize = 50;

/// Starts the rounds; they end with `stop`.
pub fn start(portal: &Portal, stop: &CancellationToken) -> JoinHandle<()> {
    let (portal, stop) = (portal.clone(), stop.clone());
    tokio::spawn(async move {
        loop {
            if round(&portal).await.is_err() {
                tracing::warn!("a round of jobs was not whole; what failed will be tried again");
            }
            if wait(PAUSE, &stop).await {
                return;
            }
        }
    })
}

/// Waits, or is told to stop; answers whether it was.
#[allow(clippy::disallowed_methods, reason = "jobs wait by the machine's clock")]
pub async fn wait(pause: Duration, stop: &CancellationToken) -> bool {
    tokio::select! {
        () = tokio::time::sleep(pause) => false,
        () = stop.cancelled() => true,
    }
}

/// One round, until nothing is left to do. A part that fails is logged and keeps no other from being done.
///
/// # Errors
/// What the first part that failed ended in, after all of them were tried.
pub async fn round(portal: &Portal) -> Result<()> {
    let parts = [
        noted("expired invitations", invitations::expired(portal).await),
        noted("reminders", invitations::reminders(portal).await),
        noted("completions", registrations::falling_due(portal).await),
        noted("digests", invitations::digests(portal).await),
        noted("subscriptions", subscriptions(portal).await),
        noted("lists of invitations", lists(portal).await),
        noted("webhook deliveries", deliveries(portal).await),
        noted("sign-ins", sign_ins(portal).await),
        noted("launches", launches(portal).await),
        noted("raw commits", raw_commits(portal).await),
    ];
    parts.into_iter().collect()
}

/// Logs what a part of a round ended in, if it failed.
fn noted(part: &str, ended: Result<()>) -> Result<()> {
    if let Err(error) = &ended {
        tracing::error!(part, %error, "a part of a round of jobs failed");
    }
    ended
}

/// Every subscription that waits; one that fails waits for the next round, and the others go on.
async fn subscriptions(portal: &Portal) -> Result<()> {
    let mut whole = Ok(());
    for id in rounds::waiting(portal).await? {
        let ended = up_to_date(portal, id).await;
        if let Err(error) = &ended {
            tracing::error!(subscription = %id, %error, "a subscription was not brought up to date");
        }
        whole = whole.and(ended);
    }
    whole
}

/// One of them, each step in a transaction of its own.
async fn up_to_date(portal: &Portal, id: SubscriptionId) -> Result<()> {
    loop {
        let tx = portal.begin().await?;
        let done = rounds::round(&tx, id).await?;
        tx.commit().await?;
        if !done {
            return Ok(());
        }
        tracing::info!(subscription = %id, "a subscription was brought up to date");
    }
}

/// Lists that nobody sent.
async fn lists(portal: &Portal) -> Result<()> {
    loop {
        let tx = portal.begin().await?;
        let removed = batch::sweep::sweep(&tx).await?;
        tx.commit().await?;
        if removed == 0 {
            return Ok(());
        }
    }
}

/// Deliveries that nobody looks at any more.
async fn deliveries(portal: &Portal) -> Result<()> {
    loop {
        let tx = portal.begin().await?;
        let removed = sweep::sweep(&tx).await?;
        tx.commit().await?;
        if removed == 0 {
            return Ok(());
        }
    }
}

/// Sessions and keys that ran out, and attempts to get in that are old.
async fn sign_ins(portal: &Portal) -> Result<()> {
    let tx = portal.begin().await?;
    sessions::sweep(&tx).await?;
    throttle::sweep(&tx).await?;
    api_keys::keep::sweep(&tx).await?;
    tx.commit().await
}

/// What players sent long ago; where that is a lot, some of it a round, so that the others get on.
async fn raw_commits(portal: &Portal) -> Result<()> {
    for _ in 0..STEPS {
        let tx = portal.begin().await?;
        let removed = runtime::sweep::forget_commits(&tx).await?;
        tx.commit().await?;
        if removed == 0 {
            break;
        }
    }
    Ok(())
}

/// Launches that nobody uses any more.
async fn launches(portal: &Portal) -> Result<()> {
    let tx = portal.begin().await?;
    runtime::sweep::sweep(&tx).await?;
    tx.commit().await
}
