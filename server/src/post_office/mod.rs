//! The post office: takes due letters out of the outbox and hands them to the mail server, a few at a time, off
//! the requests' way. Without a mail server letters wait in the outbox.

mod letter;
mod transport;

use std::sync::Arc;

use lectern_domain::{
    Portal, Result,
    letters::post::{self, Outgoing},
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use transport::{Failure, Transport};

use crate::{
    config::Smtp,
    jobs::carriers::{self, Carriers, Desk},
    start::StartProblem,
};

/// Letters on their way at once. Each travels alone: one that is stuck keeps one carrier, not the other letters.
const CARRIERS: usize = 8;

struct Office {
    portal: Portal,
    transport: Arc<Transport>,
}

impl Desk for Office {
    const SORRY: &'static str = "the outbox could not be read and will be again";

    async fn hand_out(&self, carriers: &mut Carriers) -> Result<usize> {
        while carriers.try_join_next().is_some() {}
        let free = CARRIERS.saturating_sub(carriers.len());
        if free == 0 {
            return Ok(0);
        }
        let letters = post::take_due(&self.portal, free as u64).await?;
        let taken = letters.len();
        for letter in letters {
            let (portal, transport) = (self.portal.clone(), self.transport.clone());
            carriers.spawn(async move {
                if let Err(error) = deliver(&portal, &transport, &letter).await {
                    tracing::warn!(%error, letter = %letter.id, "what became of a letter could not be noted");
                }
            });
        }
        Ok(taken)
    }
}

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
        carriers::run(&Office { portal, transport }, &stop).await;
    }))
}

/// Sends what is due, and waits until all of it was sent or refused; answers how many letters were taken.
///
/// # Errors
/// The database's own.
pub async fn round(portal: &Portal, transport: &Arc<Transport>) -> Result<usize> {
    let (portal, transport) = (portal.clone(), transport.clone());
    carriers::round(&Office { portal, transport }).await
}

async fn deliver(portal: &Portal, transport: &Transport, letter: &Outgoing) -> Result<()> {
    match transport.send(letter).await {
        Ok(()) => post::sent(portal, letter).await,
        Err(Failure { says, setback }) => {
            tracing::warn!(letter = %letter.id, ?setback, "a letter was not sent");
            post::not_sent(portal, letter, &says, setback).await
        }
    }
}
