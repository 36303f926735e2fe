//! Time and chance are arguments: acts never ask the machine themselves (house rule 6).

use std::fmt::Debug;

use chrono::{DateTime, SubsecRound, Utc};

/// Tells the time, to the microsecond (what both databases keep).
pub trait Clock: Send + Sync + Debug {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine for the time"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// Gives random bytes.
pub trait Chance: Send + Sync + Debug {
    /// Thirty-two bytes nobody can guess.
    fn bytes(&self) -> [u8; 32];
}

/// The operating system's source of chance.
#[derive(Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine for chance"
    )]
    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }
}
