//! Whether the portal lives, and whether it can work.

use axum::{extract::State, http::StatusCode};
use lectern_domain::Portal;

use crate::migrate;

/// `/healthz`: the process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// `/readyz`: the database is reachable and migrated.
pub async fn ready(State(portal): State<Portal>) -> (StatusCode, &'static str) {
    if migrate::is_current(portal.databases()).await {
        (StatusCode::OK, "ready\n")
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database is away or not migrated\n",
        )
    }
}
