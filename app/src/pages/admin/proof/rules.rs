//! The rules in plain words, each with its figure.

use lectern_contract::proofs::{ProofState, RuleFigure};
use leptos::prelude::*;

use super::shape;
use crate::{components::State, format};

/// The rules, one row each.
#[component]
pub fn Rules(
    /// What the proof found about each.
    figures: Vec<RuleFigure>,
) -> impl IntoView {
    view! {
        <div class="table-wrap" role="group" aria-labelledby="rules-caption" tabindex="0">
            <table class="table">
                <caption id="rules-caption"><span class="visually-hidden">"The rules of the ledger"</span></caption>
                <thead><tr>
                    <th scope="col">"No."</th><th scope="col">"Rule"</th>
                    <th scope="col" class="num">"Looked at"</th><th scope="col">"Result"</th>
                </tr></thead>
                <tbody>{figures.into_iter().map(|figure| view! { <Row figure/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(figure: RuleFigure) -> impl IntoView {
    let RuleFigure { rule, checked, broken } = figure;
    let (state, label) = match broken {
        0 => (shape(ProofState::Held), "Holds".to_owned()),
        rows => (
            shape(ProofState::Broken),
            format!("Broken {}", format::plural(rows, "time", "times")),
        ),
    };
    view! {
        <tr>
            <td data-label="No.">{rule.as_str()}</td>
            <th scope="row">{rule.says()}</th>
            <td data-label="Looked at" class="num">{format::number(checked)}" "<span class="unit">{rule.counts()}</span></td>
            <td data-label="Result"><State state label/></td>
        </tr>
    }
}
