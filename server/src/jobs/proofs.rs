//! The job that proves the ledger, once a night for each organization: step after step, with room for everybody else.

use std::time::Duration;

use lectern_domain::{Portal, credits::proof::run};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::wait;

/// Between two looks for a proof that is due.
const PAUSE: Duration = Duration::from_secs(5);
/// Between two steps: nobody waits for the proof.
const BREATH: Duration = Duration::from_millis(20);

/// Starts the job; it ends with `stop`, after the step in hand.
pub fn start(portal: &Portal, stop: &CancellationToken) -> JoinHandle<()> {
    let (portal, stop) = (portal.clone(), stop.clone());
    tokio::spawn(async move {
        loop {
            let more = match run::step(&portal).await {
                Ok(more) => more,
                Err(error) => {
                    tracing::warn!(%error, "a step of the nightly proof failed and will be tried again");
                    false
                }
            };
            if wait(if more { BREATH } else { PAUSE }, &stop).await {
                return;
            }
        }
    })
}
