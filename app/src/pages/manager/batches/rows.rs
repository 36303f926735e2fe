//! The rows of a batch: searched, filtered by verdict, page by page.

use lectern_contract::{
    batches::{BatchLine, BatchState, Outcome, Verdict},
    paging::Page,
};
use leptos::prelude::*;

use crate::{
    components::{Empty, Filter, Pager, State},
    format,
};

/// Filter, table and pager.
#[component]
pub fn Rows(
    /// The page of the list.
    page: Page<BatchLine>,
    /// Whether the list was searched or filtered.
    narrowed: bool,
    /// Whether the batch was sent, so that rows have outcomes.
    started: bool,
) -> impl IntoView {
    let verdicts = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.to_string(), verdict.label().to_owned()))
        .collect();
    let empty = page.rows.is_empty() && narrowed;
    view! {
        <section class="section" aria-labelledby="rows">
            <header class="section-head"><h2 id="rows">"Addresses"</h2></header>
            <Filter selects=vec![("verdict", "What is known", verdicts)]/>
            {if empty {
                view! { <Empty title="No address found" text="No row has these words and this verdict. Try fewer, or show all."/> }.into_any()
            } else {
                view! { <Lines rows=page.rows.clone() started/> <Pager page what="addresses"/> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Lines(rows: Vec<BatchLine>, started: bool) -> impl IntoView {
    view! {
        <div class="table-wrap" role="group" aria-labelledby="rows" tabindex="0">
            <table class="table">
                <caption><span class="visually-hidden">"Addresses of the list"</span></caption>
                <thead><tr>
                    <th scope="col" class="num">"Row"</th>
                    <th scope="col">"Address"</th>
                    <th scope="col">"What is known"</th>
                    {started.then(|| view! { <th scope="col">"Result"</th> })}
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| view! { <Line row started/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Line(row: BatchLine, started: bool) -> impl IntoView {
    let by = row
        .invited
        .map(|(name, at)| format!("by {name} on {}", format::day(at)));
    view! {
        <tr>
            <td data-label="Row" class="num">{format::number(row.number.into())}</td>
            <th scope="row">{row.email}</th>
            <td data-label="What is known">
                <State state=verdict_state(row.verdict) label=row.verdict.label()/>
                {by.map(|by| view! { " "<span class="under">{by}</span> })}
            </td>
            {started.then(|| view! {
                <td data-label="Result"><State state=outcome_state(row.outcome) label=row.outcome.label()/></td>
            })}
        </tr>
    }
}

/// The state the style sheet draws for a verdict.
const fn verdict_state(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::New => "new",
        Verdict::Known => "active",
        Verdict::Enrolled => "accepted",
        Verdict::Invited => "pending",
        Verdict::Suspended => "suspended",
        Verdict::Malformed => "malformed",
        Verdict::Repeated => "repeated",
    }
}

/// The same for an outcome.
const fn outcome_state(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Waiting => "pending",
        Outcome::Sent => "done",
        Outcome::NotSent => "not_started",
        Outcome::Short => "attention",
        Outcome::Canceled => "canceled",
        Outcome::Stopped => "rejected",
    }
}

/// The same for a batch.
pub const fn batch_state(state: BatchState) -> &'static str {
    match state {
        BatchState::Reading | BatchState::Sending => "running",
        BatchState::Preview => "draft",
        BatchState::Done => "done",
        BatchState::Canceled | BatchState::Discarded => "canceled",
        BatchState::Stopped => "rejected",
    }
}
