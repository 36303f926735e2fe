//! The second factor: what its pages show.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Recovery codes a person is given.
pub const RECOVERY_CODES: usize = 10;

/// Where a person's second factor stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondFactor {
    /// There is none.
    Off,
    /// Its secret was made and waits for the first right code.
    Pending(SharedSecret),
    /// It counts, and its recovery codes wait to be kept.
    Fresh(Vec<String>),
    /// It counts.
    On {
        /// Since when.
        since: DateTime<Utc>,
        /// Recovery codes not used yet.
        codes_left: u64,
    },
}

/// What an authenticator app needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedSecret {
    /// The secret to type, in groups of four.
    pub text: String,
    /// The same as the address a QR code holds.
    pub url: String,
}

/// What Admin → Security shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Security {
    /// Whether admins must use a second factor.
    pub required: bool,
    /// Active admins.
    pub admins: usize,
    /// Those among them without a second factor, by name.
    pub without: Vec<String>,
}
