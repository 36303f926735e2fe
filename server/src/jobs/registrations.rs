//! What becomes of registrations by itself: learners are told that what they completed falls due.

use lectern_domain::{Portal, Result, registrations::falls_due};

/// Learners told in one transaction, so that people's acts are not kept waiting.
const AT_ONCE: u64 = 100;

/// Completions that fall due, course by course, until everybody was told.
pub(super) async fn falling_due(portal: &Portal) -> Result<()> {
    for course in falls_due::waiting(portal).await? {
        loop {
            let tx = portal.begin().await?;
            let learners = falls_due::tell(&tx, course, AT_ONCE).await?;
            tx.commit().await?;
            if learners == 0 {
                break;
            }
            tracing::info!(%course, learners, "learners were told that a completion falls due");
        }
    }
    Ok(())
}
