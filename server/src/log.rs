//! Structured logs: readable on a terminal, JSON elsewhere.

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::ConfigProblem;

/// Starts the log.
///
/// # Errors
/// A sentence where the filter is not one.
pub fn start(filter: &str) -> Result<(), ConfigProblem> {
    let filter = EnvFilter::try_new(filter).map_err(|error| ConfigProblem(format!("log: {error}")))?;
    let registry = tracing_subscriber::registry().with(filter);
    let started = if std::io::stderr().is_terminal() {
        registry
            .with(fmt::layer().with_writer(std::io::stderr).compact())
            .try_init()
    } else {
        registry
            .with(fmt::layer().with_writer(std::io::stderr).json().flatten_event(true))
            .try_init()
    };
    started.map_err(|error| ConfigProblem(error.to_string()))
}
