//! What the measurements and the crash harness share: a portal as a child process, and a browser's side of HTTP.

pub mod child;
pub mod database;
pub mod dice;
pub mod http;

use std::{error::Error, time::Duration};

/// What may go wrong here is told to whoever started it, and ends the run.
pub type Try<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Waits by the machine's clock.
#[expect(
    clippy::disallowed_methods,
    reason = "what is measured here happens by the machine's clock"
)]
pub async fn pause(span: Duration) {
    tokio::time::sleep(span).await;
}
