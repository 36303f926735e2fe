//! The job that sends webhooks: takes what is due, a few of each endpoint, and sends it off the requests' way.

mod client;
mod resolve;

use std::sync::Arc;

use lectern_domain::{
    Portal, Result,
    hooks::{
        deliver::{self, Outgoing},
        note,
    },
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use client::{Client, PATIENCE};
pub use resolve::{Book, System};

use super::carriers::{self, Carriers, Desk};

/// Attempts on their way at once. Each endpoint has a few of them at most: one that stalls holds nobody else.
const CARRIERS: usize = 64;

struct Messengers {
    portal: Portal,
    client: Arc<Client>,
}

impl Desk for Messengers {
    const SORRY: &'static str = "due webhooks could not be read and will be again";

    async fn hand_out(&self, carriers: &mut Carriers) -> Result<usize> {
        while carriers.try_join_next().is_some() {}
        let due = deliver::take_due(&self.portal, CARRIERS.saturating_sub(carriers.len())).await?;
        let taken = due.len();
        for outgoing in due {
            let (portal, client) = (self.portal.clone(), self.client.clone());
            carriers.spawn(async move { carry(&portal, &client, &outgoing).await });
        }
        Ok(taken)
    }
}

/// Starts the job; it ends with `stop`, after the attempts that are on their way.
pub fn start(portal: &Portal, stop: &CancellationToken) -> JoinHandle<()> {
    let (portal, stop) = (portal.clone(), stop.clone());
    tokio::spawn(async move {
        let client = match Client::new(&portal, Arc::new(System), PATIENCE) {
            Ok(client) => Arc::new(client),
            Err(error) => return tracing::error!(%error, "no HTTPS client: webhooks are not sent"),
        };
        carriers::run(&Messengers { portal, client }, &stop).await;
    })
}

/// Sends what is due, and waits for every answer; answers how many attempts were made.
///
/// # Errors
/// The database's own.
pub async fn round(portal: &Portal, client: &Arc<Client>) -> Result<usize> {
    let (portal, client) = (portal.clone(), client.clone());
    carriers::round(&Messengers { portal, client }).await
}

async fn carry(portal: &Portal, client: &Client, outgoing: &Outgoing) {
    let outcome = client.send(outgoing, portal.now()).await;
    if let Err(error) = note::note(portal, outgoing, &outcome).await {
        // The lease runs out, and it is sent again under the same id.
        tracing::warn!(%error, delivery = %outgoing.delivery, "what became of a webhook could not be noted");
    }
}
