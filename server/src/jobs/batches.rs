//! The job that sends batches of invitations: chunk after chunk, with room for everybody else between two.

use std::time::Duration;

use lectern_domain::{Portal, Result, invitations::batch::run, refused};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::wait;

/// Between two looks for something to send.
const PAUSE: Duration = Duration::from_secs(1);

/// One chunk of a batch; where there is none, the next rows of a list that is over go into the log of refused acts.
async fn step(portal: &Portal, worker: Uuid) -> Result<bool> {
    Ok(run::step(portal, worker).await? || refused::note_rows(portal).await?)
}

/// Starts the job; it ends with `stop`, after the chunk in hand.
pub fn start(portal: &Portal, stop: &CancellationToken) -> JoinHandle<()> {
    let (portal, stop) = (portal.clone(), stop.clone());
    let chance = portal.chance().bytes();
    let worker = Uuid::from_slice(&chance[..16]).unwrap_or_default();
    tokio::spawn(async move {
        loop {
            let more = match step(&portal, worker).await {
                Ok(more) => more,
                Err(error) => {
                    tracing::warn!(%error, "a chunk of a batch failed and will be sent again");
                    false
                }
            };
            // Whoever waits for the database gets it before the next chunk does.
            tokio::task::yield_now().await;
            if stop.is_cancelled() || !more && wait(PAUSE, &stop).await {
                return;
            }
        }
    })
}
