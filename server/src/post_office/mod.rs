//! The post office: takes due letters out of the outbox and hands them to the mail server, a few at a time, off
//! the requests' way. Without a mail server letters wait in the outbox.

mod letter;
mod transport;

use std::{sync::Arc, time::Duration};

use futures::{StreamExt, stream};
use lectern_domain::{
    Portal, Result,
    letters::post::{self, Outgoing},
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use transport::{Failure, Transport};

use crate::{config::Smtp, jobs::wait, start::StartProblem};

/// Between two looks into the outbox.
const PAUSE: Duration = Duration::from_secs(1);
/// Letters taken at once.
const BAG: u32 = 50;
/// Letters on their way at once.
const CARRIERS: usize = 4;

/// Starts the post office; it ends with `stop`.
///
/// # Errors
/// A sentence where the mail settings make no sense.
pub fn start(
    smtp: &Smtp,
    portal: &Portal,
    stop: &CancellationToken,
) -> std::result::Result<JoinHandle<()>, StartProblem> {
    if smtp.host.is_empty() {
        tracing::warn!("no mail server is set: letters wait in the outbox");
        return Ok(tokio::spawn(async {}));
    }
    let transport = Arc::new(Transport::new(smtp)?);
    let (portal, stop) = (portal.clone(), stop.clone());
    Ok(tokio::spawn(async move {
        loop {
            match round(&portal, &transport).await {
                Ok(BAG) => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the outbox could not be read and will be again"),
            }
            if wait(PAUSE, &stop).await {
                return;
            }
        }
    }))
}

/// Sends what is due; answers how many letters were taken.
///
/// # Errors
/// The database's own.
pub async fn round(portal: &Portal, transport: &Transport) -> Result<u32> {
    let letters = post::take_due(portal, u64::from(BAG)).await?;
    let taken = u32::try_from(letters.len()).unwrap_or(BAG);
    stream::iter(letters)
        .for_each_concurrent(CARRIERS, |letter| async move {
            if let Err(error) = deliver(portal, transport, &letter).await {
                tracing::warn!(%error, letter = %letter.id, "what became of a letter could not be noted");
            }
        })
        .await;
    Ok(taken)
}

async fn deliver(portal: &Portal, transport: &Transport, letter: &Outgoing) -> Result<()> {
    match transport.send(letter).await {
        Ok(()) => post::sent(portal, letter.id).await,
        Err(Failure { says, never }) => {
            tracing::warn!(letter = %letter.id, never, "a letter was not sent");
            post::not_sent(portal, letter, &says, never).await
        }
    }
}
