//! Admin → Proof: what the nightly proof of the ledger looked at, and what it found.

pub mod actions;
mod alarm;
pub mod page;
mod rules;
mod runs;

use lectern_contract::proofs::ProofState;

pub use alarm::ProofAlarm;

/// The state whose shape the style sheet draws for it.
const fn shape(state: ProofState) -> &'static str {
    match state {
        ProofState::Running => "running",
        ProofState::Held => "done",
        ProofState::Broken => "failed",
    }
}
