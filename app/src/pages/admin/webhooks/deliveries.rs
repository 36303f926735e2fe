//! A webhook's delivery log, newest first.

use lectern_contract::{
    WebhookId,
    hooks::{DeliveryLog, DeliveryRow, DeliveryState},
};
use leptos::prelude::*;

use super::Fate;
use crate::components::{Empty, When};

/// The log with its filter and the way to older ones.
#[component]
pub fn Deliveries(
    id: WebhookId,
    log: DeliveryLog,
    /// The state that is shown alone.
    state: Option<DeliveryState>,
    /// Whether the log begins with the newest.
    newest: bool,
) -> impl IntoView {
    let here = format!("/admin/webhooks/{id}");
    let empty = log.rows.is_empty();
    let nothing = empty && newest && state.is_none();
    view! {
        <section class="section" aria-labelledby="deliveries-head">
            <header class="section-head"><h2 id="deliveries-head">"Deliveries"</h2></header>
            {(!nothing).then(|| view! { <OfState here=here.clone() state/> })}
            {if nothing {
                view! { <Empty title="No deliveries yet" text="What happens from now on stands here for 30 days. A test shows at once whether the address works."/> }.into_any()
            } else if empty {
                view! { <Empty title="No such delivery" text="No delivery is in this state."/> }.into_any()
            } else {
                view! { <Table rows=log.rows.clone()/> }.into_any()
            }}
            <Ways here state newest log/>
        </section>
    }
}

/// Shows the deliveries of one state.
#[component]
fn OfState(here: String, state: Option<DeliveryState>) -> impl IntoView {
    view! {
        <form class="filter" method="get" role="search" aria-label="Deliveries">
            <div class="field"><label for="filter-state">"State"</label>
                <select id="filter-state" name="state">
                    <option value="">"All"</option>
                    {DeliveryState::ALL.iter().map(|one| view! {
                        <option value=one.as_str() selected=Some(*one) == state>{one.label()}</option>
                    }).collect_view()}
                </select>
            </div>
            <button class="btn">"Show"</button>
            {state.map(|_| view! { " "<a class="btn btn-link" href=here>"Show all"</a> })}
        </form>
    }
}

#[component]
fn Table(rows: Vec<DeliveryRow>) -> impl IntoView {
    view! {
        <div class="table-wrap" role="group" aria-labelledby="deliveries-caption" tabindex="0">
            <table class="table">
                <caption id="deliveries-caption"><span class="visually-hidden">"Deliveries, the newest first"</span></caption>
                <thead><tr>
                    <th scope="col">"Event"</th><th scope="col">"State"</th><th scope="col" class="num">"Attempts"</th>
                    <th scope="col">"Happened"</th><th scope="col">"Taken or tried next"</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| view! { <Line row/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Line(row: DeliveryRow) -> impl IntoView {
    let at = row.delivered.or(row.next_attempt);
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/deliveries/{}", row.id)>{row.event.as_str()}</a></th>
            <td data-label="State"><Fate state=row.state/></td>
            <td data-label="Attempts" class="num">{row.attempts}</td>
            <td data-label="Happened"><When at=row.created/></td>
            <td data-label="Taken or tried next"><When at/></td>
        </tr>
    }
}

/// To the newest and to older ones. Each page begins where the one before ended, however many came meanwhile.
#[component]
fn Ways(here: String, state: Option<DeliveryState>, newest: bool, log: DeliveryLog) -> impl IntoView {
    let of_state = state.map(|state| format!("state={state}")).unwrap_or_default();
    let first = format!("{here}?{of_state}");
    let older = log.older.map(|id| format!("{here}?{of_state}&before={id}"));
    (!newest || older.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label="Pages of deliveries">
                {way((!newest).then_some(first), "first", "Newest")}" "{way(older, "next", "Older")}
            </nav>
        }
    })
}

fn way(to: Option<String>, rel: &'static str, words: &'static str) -> AnyView {
    match to {
        Some(to) => view! { <a class="btn btn-small" rel=rel href=to>{words}</a> }.into_any(),
        None => view! { <span class="btn btn-small" aria-disabled="true">{words}</span> }.into_any(),
    }
}
