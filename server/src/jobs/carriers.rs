//! Things that are sent off the requests' way, many at once: each travels alone, so that one that is stuck keeps one
//! carrier and holds nothing else.

use std::time::Duration;

use lectern_domain::Result;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::wait;

/// Between two looks for something to send.
const PAUSE: Duration = Duration::from_secs(1);

/// What is on its way.
pub(crate) type Carriers = JoinSet<()>;

/// Hands out what is due.
pub(crate) trait Desk: Send + Sync {
    /// What is logged where it could not be read what is due.
    const SORRY: &'static str;

    /// Sends off as much of what is due as there are carriers free; answers how many.
    fn hand_out(&self, carriers: &mut Carriers) -> impl Future<Output = Result<usize>> + Send;
}

/// Hands out until it is told to stop, and waits for what is on its way then.
pub(crate) async fn run<D: Desk>(desk: &D, stop: &CancellationToken) {
    let mut carriers = Carriers::new();
    loop {
        if let Err(error) = desk.hand_out(&mut carriers).await {
            tracing::warn!(%error, "{}", D::SORRY);
        }
        let is_over = tokio::select! {
            over = wait(PAUSE, stop) => over,
            // Who is back takes the next at once.
            Some(_) = carriers.join_next() => stop.is_cancelled(),
        };
        if is_over {
            break;
        }
    }
    while carriers.join_next().await.is_some() {}
}

/// Hands out until nothing is due and everything has arrived or was refused; answers how many went.
///
/// # Errors
/// The database's own.
pub(crate) async fn round(desk: &impl Desk) -> Result<usize> {
    let mut carriers = Carriers::new();
    let mut all = 0;
    loop {
        all += desk.hand_out(&mut carriers).await?;
        if carriers.join_next().await.is_none() {
            return Ok(all);
        }
    }
}
