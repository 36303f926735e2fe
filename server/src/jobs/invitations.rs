//! What becomes of invitations by itself: they expire, are reminded of, and those that expired are told in the morning.
//! Each in small transactions, so that people's acts are not kept waiting.

use lectern_domain::{
    Portal, Result,
    invitations::{digest, expire::expire, remind::remind},
};

/// Invitations in one transaction.
const AT_ONCE: u64 = 200;

/// Invitations expire, until none is left whose time is over.
pub(super) async fn expired(portal: &Portal) -> Result<()> {
    loop {
        let tx = portal.begin().await?;
        let expired = expire(&tx, AT_ONCE).await?;
        tx.commit().await?;
        if expired == 0 {
            return Ok(());
        }
        tracing::info!(expired, "invitations expired");
    }
}

/// Reminders, until none is due.
pub(super) async fn reminders(portal: &Portal) -> Result<()> {
    loop {
        let tx = portal.begin().await?;
        let looked_at = remind(&tx, AT_ONCE).await?;
        tx.commit().await?;
        if looked_at == 0 {
            return Ok(());
        }
        tracing::info!(looked_at, "reminders were due");
    }
}

/// The digests of organizations whose morning it is.
pub(super) async fn digests(portal: &Portal) -> Result<()> {
    let tx = portal.begin().await?;
    let waiting = digest::waiting(&tx).await?;
    tx.commit().await?;
    for organization in waiting {
        let tx = portal.begin().await?;
        let letters = digest::digest(&tx, organization).await?;
        tx.commit().await?;
        if letters > 0 {
            tracing::info!(letters, "senders were told of expired invitations");
        }
    }
    Ok(())
}
