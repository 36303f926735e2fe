//! What becomes of invitations by itself: they expire, are reminded of, and those that expired are told in the morning.
//! Each in small transactions, so that people's acts are not kept waiting.

use lectern_domain::{
    Portal, Result,
    invitations::{digest, expire::expire, remind::remind},
};

/// Invitations in one transaction.
const AT_ONCE: u64 = 200;

/// One round, until nothing is left to do.
///
/// # Errors
/// The database's own.
pub async fn round(portal: &Portal) -> Result<()> {
    loop {
        let tx = portal.begin().await?;
        let expired = expire(&tx, AT_ONCE).await?;
        tx.commit().await?;
        if expired == 0 {
            break;
        }
        tracing::info!(expired, "invitations expired");
    }
    loop {
        let tx = portal.begin().await?;
        let looked_at = remind(&tx, AT_ONCE).await?;
        tx.commit().await?;
        if looked_at == 0 {
            break;
        }
        tracing::info!(looked_at, "reminders were due");
    }
    tell(portal).await
}

/// The digests of organizations whose morning it is.
async fn tell(portal: &Portal) -> Result<()> {
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
