//! SQLite's log is brought into its file beside people's acts, not by one of them.

use std::time::Duration;

use lectern_domain::database::Databases;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::wait;

/// Between two of them: so short that the log stays small, and a look that finds nothing costs nothing.
const PAUSE: Duration = Duration::from_millis(500);

/// Starts them; they end with `stop`.
pub fn start(databases: &Databases, stop: &CancellationToken) -> JoinHandle<()> {
    let (databases, stop) = (databases.clone(), stop.clone());
    tokio::spawn(async move {
        while !wait(PAUSE, &stop).await {
            if let Err(error) = databases.checkpoint().await {
                tracing::warn!(%error, "the database's log was not brought into its file and will be next time");
            }
        }
    })
}
