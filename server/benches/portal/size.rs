//! How much is measured: enough to be believed, or just enough to see that it works.

use std::time::Duration;

/// The amounts of a run.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub quick: bool,
    /// How long each load lasts.
    pub span: Duration,
    /// Acceptances of each measurement.
    pub acceptances: u64,
    /// Registrations of the large database.
    pub registrations: u64,
    /// Learners of the manager who has many, in the large database.
    pub crowd: u64,
    /// Starts whose median is taken.
    pub starts: usize,
    /// Megabytes of the uploaded package.
    pub upload: u64,
    /// Batches of 1,000 invitations.
    pub batches: u64,
    /// Addresses of the list that a job sends.
    pub list: u64,
    /// Postings of the account with the long statement.
    pub postings: u64,
    /// Allocations, and orders marked as paid.
    pub spent: u64,
}

impl Size {
    /// As `BENCH_QUICK` says.
    pub fn chosen() -> Self {
        let quick = std::env::var("BENCH_QUICK").is_ok_and(|value| !matches!(value.as_str(), "" | "0"));
        if quick {
            return Self {
                quick,
                span: Duration::from_secs(2),
                acceptances: 640,
                registrations: 100_000,
                crowd: 5_000,
                starts: 3,
                upload: 200,
                batches: 1,
                list: 10_000,
                postings: 100_000,
                spent: 100,
            };
        }
        Self {
            quick,
            span: Duration::from_secs(10),
            acceptances: 6_400,
            registrations: 1_000_000,
            crowd: 10_000,
            starts: 9,
            upload: 1_000,
            batches: 3,
            list: 100_000,
            postings: 1_000_000,
            spent: 2_000,
        }
    }
}
