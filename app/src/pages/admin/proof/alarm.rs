//! Says that the last proof found the ledger broken.

use lectern_contract::proofs::ProofRun;
use leptos::prelude::*;

/// The banner after a broken proof; nothing otherwise.
#[component]
pub fn ProofAlarm(
    /// The proof, if it found something.
    alarm: Option<ProofRun>,
) -> impl IntoView {
    alarm.map(|run| {
        let rules: Vec<&str> = run
            .figures
            .iter()
            .filter(|figure| figure.broken > 0)
            .map(|figure| figure.rule.as_str())
            .collect();
        let said = format!(" The nightly proof found {} broken. ", rules.join(", "));
        view! {
            <p class="flash" data-kind="stop">
                <strong>"The ledger of credits was changed."</strong>
                <span>{said}<a href="/admin/proof">"See what it found"</a></span>
            </p>
        }
    })
}
