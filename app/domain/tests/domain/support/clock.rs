//! Time that stands still until a test moves it, and chance that is the same at every run.

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use lectern_domain::clock::{Chance, Clock};
use sha2::{Digest, Sha256};

/// When every test begins: Monday, 2 March 2026, 09:00 UTC.
pub const DAWN: DateTime<Utc> = DateTime::from_timestamp(1_772_442_000, 0).expect("a valid instant");

/// A clock that tests move.
#[derive(Debug)]
pub struct TestClock(Mutex<DateTime<Utc>>);

impl TestClock {
    /// A clock that stands at this instant.
    pub const fn at(instant: DateTime<Utc>) -> Self {
        Self(Mutex::new(instant))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().expect("no panic while held") += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("no panic while held")
    }
}

/// Bytes that follow from a seed; two portals on one database take two seeds.
#[derive(Debug)]
pub struct SeededChance {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededChance {
    /// The chance of this seed.
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
        }
    }
}

impl Chance for SeededChance {
    fn bytes(&self) -> [u8; 32] {
        let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
        Sha256::new()
            .chain_update(self.seed.to_be_bytes())
            .chain_update(drawn.to_be_bytes())
            .finalize()
            .into()
    }
}
