//! The post office: takes due letters out of the outbox and hands them to the mail server, a few at a time, off
//! the requests' way. Without a mail server letters wait in the outbox.

mod letter;
mod transport;

use std::{sync::Arc, time::Duration};

use lectern_domain::{
    Portal, Result,
    letters::post::{self, Outgoing},
};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

pub use transport::{Failure, Transport};

use crate::{config::Smtp, jobs::wait, start::StartProblem};

/// Between two looks into the outbox.
const PAUSE: Duration = Duration::from_secs(1);
/// Letters on their way at once. Each travels alone: one that is stuck keeps one carrier, not the other letters.
const CARRIERS: usize = 8;

/// The letters on their way.
type Carriers = JoinSet<()>;

/// Starts the post office; it ends with `stop`, after the letters that are on their way.
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
        let mut carriers = Carriers::new();
        loop {
            if let Err(error) = hand_out(&portal, &transport, &mut carriers).await {
                tracing::warn!(%error, "the outbox could not be read and will be again");
            }
            let is_over = tokio::select! {
                over = wait(PAUSE, &stop) => over,
                // Who is back takes the next letter at once.
                Some(_) = carriers.join_next() => stop.is_cancelled(),
            };
            if is_over {
                break;
            }
        }
        while carriers.join_next().await.is_some() {}
    }))
}

/// Sends what is due, and waits until all of it was sent or refused; answers how many letters were taken.
///
/// # Errors
/// The database's own.
pub async fn round(portal: &Portal, transport: &Arc<Transport>) -> Result<usize> {
    let mut carriers = Carriers::new();
    let mut all = 0;
    loop {
        all += hand_out(portal, transport, &mut carriers).await?;
        if carriers.join_next().await.is_none() {
            return Ok(all);
        }
    }
}

/// Takes as many due letters as there are carriers free, and sends them off; answers how many.
async fn hand_out(portal: &Portal, transport: &Arc<Transport>, carriers: &mut Carriers) -> Result<usize> {
    while carriers.try_join_next().is_some() {}
    let free = CARRIERS.saturating_sub(carriers.len());
    if free == 0 {
        return Ok(0);
    }
    let letters = post::take_due(portal, free as u64).await?;
    let taken = letters.len();
    for letter in letters {
        let (portal, transport) = (portal.clone(), transport.clone());
        carriers.spawn(async move {
            if let Err(error) = deliver(&portal, &transport, &letter).await {
                tracing::warn!(%error, letter = %letter.id, "what became of a letter could not be noted");
            }
        });
    }
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
