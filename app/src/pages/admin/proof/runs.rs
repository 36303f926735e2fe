//! The proofs of the last nights.

use lectern_contract::proofs::ProofRun;
use leptos::prelude::*;

use super::shape;
use crate::{
    components::{State, When},
    format,
};

/// The proofs, newest first.
#[component]
pub fn Runs(
    /// The proofs.
    runs: Vec<ProofRun>,
) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="runs-head">
            <header class="section-head"><h2 id="runs-head">"All proofs"</h2></header>
            <div class="table-wrap" role="group" aria-labelledby="runs-head" tabindex="0">
                <table class="table">
                    <thead><tr>
                        <th scope="col">"Began"</th><th scope="col">"Ended"</th><th scope="col">"Result"</th>
                        <th scope="col" class="num">"Links"</th><th scope="col">"Last hash"</th>
                    </tr></thead>
                    <tbody>{runs.into_iter().map(|run| view! { <Row run/> }).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(run: ProofRun) -> impl IntoView {
    let short: String = run.hash.chars().take(12).collect();
    view! {
        <tr>
            <th scope="row"><When at=run.began/></th>
            <td data-label="Ended"><When at=run.ended/></td>
            <td data-label="Result"><State state=shape(run.state) label=run.state.label()/></td>
            <td data-label="Links" class="num">{format::number(run.links)}</td>
            <td data-label="Last hash"><code title=run.hash>{short}"…"</code></td>
        </tr>
    }
}
