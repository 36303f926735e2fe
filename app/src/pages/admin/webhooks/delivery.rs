//! One delivery: what was sent, and what became of each attempt.

use lectern_contract::{
    DeliveryId,
    hooks::{DeliveryAttempt, DeliveryRow, DeliveryState, DeliveryView},
};
use lectern_domain::hooks::view;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{Fate, actions::SendDeliveryAgain, crumbs};
use crate::{
    caller::{caller, path_id},
    components::{FormButton, Head, When, screen},
};

/// `/admin/deliveries/:id`
#[component]
pub fn DeliveryPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<DeliveryId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let seen = view::delivery(caller.portal.reader(), caller.actor(), id).await?;
        let DeliveryView {
            row,
            webhook,
            body,
            attempts,
        } = seen;
        let active = webhook.state.is_active();
        let again = active && row.state != DeliveryState::Sending;
        let fields = vec![("delivery", id.to_string())];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=row.event.as_str() sub=format!("To {}", webhook.url) crumbs=crumbs(Some(&webhook))>
                    {again.then(|| view! { <FormButton action=SendDeliveryAgain::url() fields class="btn btn-primary" label="Send again"/> })}
                </Head>
                <Facts row/>
                {(!active).then(|| view! { <p class="hint">"The webhook is paused: nothing is sent until it is resumed."</p> })}
                <Attempts attempts/>
                <Payload body/>
            </main>
        })
    })
}

#[component]
fn Facts(row: DeliveryRow) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>"State"</dt><dd><Fate state=row.state/></dd></div>
            <div><dt>"What"</dt><dd>{row.event.label()}</dd></div>
            <div><dt>"Happened"</dt><dd><When at=row.created/></dd></div>
            {row.delivered.map(|at| view! { <div><dt>"Taken"</dt><dd><When at/></dd></div> })}
            {row.next_attempt.map(|at| view! { <div><dt>"Next try"</dt><dd><When at/></dd></div> })}
        </dl>
    }
}

#[component]
fn Attempts(attempts: Vec<DeliveryAttempt>) -> impl IntoView {
    let none = attempts.is_empty();
    view! {
        <section class="section" aria-labelledby="attempts-head">
            <header class="section-head"><h2 id="attempts-head">"Attempts"</h2></header>
            {if none {
                view! { <p>"None yet."</p> }.into_any()
            } else {
                view! {
                    <div class="table-wrap" role="group" aria-labelledby="attempts-head" tabindex="0">
                        <table class="table">
                            <thead><tr>
                                <th scope="col">"When"</th><th scope="col">"Result"</th>
                                <th scope="col" class="num">"Milliseconds"</th><th scope="col">"Answer"</th>
                            </tr></thead>
                            <tbody>{attempts.into_iter().map(|attempt| view! { <Line attempt/> }).collect_view()}</tbody>
                        </table>
                    </div>
                }.into_any()
            }}
        </section>
    }
}

#[component]
fn Line(attempt: DeliveryAttempt) -> impl IntoView {
    let status = attempt
        .status
        .map(|status| view! { <span class="num">{status}</span>" " });
    let problem = attempt
        .problem
        .map(|problem| view! { <span class="under">{problem.label()}</span> });
    let answer = (!attempt.answer.is_empty())
        .then(|| view! { <div class="raw" role="group" aria-label="Answer" tabindex="0">{attempt.answer}</div> });
    view! {
        <tr>
            <th scope="row"><When at=attempt.at/></th>
            <td data-label="Result">{status}{problem}</td>
            <td data-label="Milliseconds" class="num">{attempt.millis}</td>
            <td data-label="Answer">{answer}</td>
        </tr>
    }
}

/// What is sent: laid out to be read, and exactly as it is signed.
#[component]
fn Payload(body: String) -> impl IntoView {
    let parsed = serde_json::from_str::<serde_json::Value>(&body);
    let pretty = parsed
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| body.clone());
    view! {
        <section class="section" aria-labelledby="payload-head">
            <header class="section-head"><h2 id="payload-head">"Payload"</h2></header>
            <div class="raw" role="group" aria-labelledby="payload-head" tabindex="0">{pretty}</div>
            <details><summary>"Exactly as it is signed"</summary><div class="raw" role="group" aria-label="Exactly as it is signed" tabindex="0">{body}</div></details>
        </section>
    }
}
