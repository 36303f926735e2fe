//! How much one API key may ask for.

use serde::Deserialize;

/// How many calls one API key may make, counted in the database, so that several portals on one database share it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Api {
    /// Calls of one key in a minute; 0 is no limit.
    pub per_minute: u32,
}

impl Default for Api {
    fn default() -> Self {
        Self { per_minute: 600 }
    }
}
