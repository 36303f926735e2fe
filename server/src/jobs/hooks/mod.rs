//! The job that sends webhooks: takes what is due, a few of each endpoint, and sends it off the requests' way.

mod client;
mod resolve;

use std::{sync::Arc, time::Duration};

use lectern_domain::{
    Portal, Result,
    hooks::{
        deliver::{self, Outgoing},
        note,
    },
};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

pub use client::{Client, PATIENCE};
pub use resolve::{Book, System};

use super::wait;

/// Between two looks for something to send.
const PAUSE: Duration = Duration::from_secs(1);
/// Attempts on their way at once. Each endpoint has a few of them at most: one that stalls holds nobody else.
const CARRIERS: usize = 64;

/// The attempts on their way.
type Carriers = JoinSet<()>;

/// Starts the job; it ends with `stop`, after the attempts that are on their way.
pub fn start(portal: &Portal, stop: &CancellationToken) -> JoinHandle<()> {
    let (portal, stop) = (portal.clone(), stop.clone());
    tokio::spawn(async move {
        let client = match Client::new(&portal, Arc::new(System), PATIENCE) {
            Ok(client) => Arc::new(client),
            Err(error) => return tracing::error!(%error, "no HTTPS client: webhooks are not sent"),
        };
        let mut carriers = Carriers::new();
        loop {
            if let Err(error) = hand_out(&portal, &client, &mut carriers).await {
                tracing::warn!(%error, "due webhooks could not be read and will be again");
            }
            let is_over = tokio::select! {
                over = wait(PAUSE, &stop) => over,
                // Who is back takes the next at once.
                Some(_) = carriers.join_next() => stop.is_cancelled(),
            };
            if is_over {
                break;
            }
        }
        while carriers.join_next().await.is_some() {}
    })
}

/// Sends what is due, and waits for every answer; answers how many attempts were made.
///
/// # Errors
/// The database's own.
pub async fn round(portal: &Portal, client: &Arc<Client>) -> Result<usize> {
    let mut carriers = Carriers::new();
    let mut all = 0;
    loop {
        all += hand_out(portal, client, &mut carriers).await?;
        if carriers.join_next().await.is_none() {
            return Ok(all);
        }
    }
}

/// Takes as many due attempts as there are carriers free, and sends them off; answers how many.
async fn hand_out(portal: &Portal, client: &Arc<Client>, carriers: &mut Carriers) -> Result<usize> {
    while carriers.try_join_next().is_some() {}
    let due = deliver::take_due(portal, CARRIERS.saturating_sub(carriers.len())).await?;
    let taken = due.len();
    for outgoing in due {
        let (portal, client) = (portal.clone(), client.clone());
        carriers.spawn(async move { carry(&portal, &client, &outgoing).await });
    }
    Ok(taken)
}

async fn carry(portal: &Portal, client: &Client, outgoing: &Outgoing) {
    let outcome = client.send(outgoing, portal.now()).await;
    if let Err(error) = note::note(portal, outgoing, &outcome).await {
        // The lease runs out, and it is sent again under the same id.
        tracing::warn!(%error, delivery = %outgoing.delivery, "what became of a webhook could not be noted");
    }
}
