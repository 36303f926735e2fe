//! The nightly proof: once a night the invariants of an organization's ledger are checked and its chain is walked, in
//! small steps that survive a restart; the result is kept (`spec/credits.md`, Invariants).

pub mod ask;
pub mod run;
pub mod view;

use lectern_contract::proofs::{Rule, RuleFigure};

/// Every rule, looked at by nobody yet.
fn blank() -> Vec<RuleFigure> {
    let figure = |rule: &Rule| RuleFigure {
        rule: *rule,
        checked: 0,
        broken: 0,
    };
    Rule::ALL.iter().map(figure).collect()
}
