//! How much one network address may ask for.

use serde::Deserialize;

/// How many requests one network address may make. A whole company may sit behind one address.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Flood {
    /// Pages and acts in the long run; 0 is no limit. Course files may be asked for ten times as often.
    pub per_second: u32,
    /// Pages and acts at once, after a pause.
    pub burst: u32,
}

impl Default for Flood {
    fn default() -> Self {
        Self {
            per_second: 50,
            burst: 500,
        }
    }
}

impl Flood {
    /// No limit.
    pub const OFF: Self = Self {
        per_second: 0,
        burst: 0,
    };
}
