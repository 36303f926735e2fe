//! What the portal does by itself: invitations expire and are reminded of, subscriptions renew and lapse, sessions and launches that nobody uses end.

pub mod batches;
pub(crate) mod carriers;
pub mod hooks;
pub mod invitations;
pub mod proofs;

use std::time::Duration;

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

/// Starts the rounds; they end with `stop`.
pub fn start(portal: &Portal, stop: &CancellationToken) -> JoinHandle<()> {
    let (portal, stop) = (portal.clone(), stop.clone());
    tokio::spawn(async move {
        loop {
            if let Err(error) = round(&portal).await {
                tracing::warn!(%error, "a round of jobs failed and will be tried again");
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

/// One round, until nothing is left to do.
///
/// # Errors
/// The database's own.
pub async fn round(portal: &Portal) -> Result<()> {
    invitations::round(portal).await?;
    while renew(portal).await? {
        tracing::info!("a subscription was brought up to date");
    }
    loop {
        let tx = portal.begin().await?;
        let removed = batch::sweep::sweep(&tx).await?;
        tx.commit().await?;
        if removed == 0 {
            break;
        }
    }
    loop {
        let tx = portal.begin().await?;
        let removed = sweep::sweep(&tx).await?;
        tx.commit().await?;
        if removed == 0 {
            break;
        }
    }
    let tx = portal.begin().await?;
    sessions::sweep(&tx).await?;
    throttle::sweep(&tx).await?;
    api_keys::keep::sweep(&tx).await?;
    runtime::sweep::sweep(&tx).await?;
    tx.commit().await
}

/// One subscription in a transaction of its own; answers whether one was due.
async fn renew(portal: &Portal) -> Result<bool> {
    let tx = portal.begin().await?;
    let done = rounds::round(&tx).await?;
    tx.commit().await?;
    Ok(done)
}
