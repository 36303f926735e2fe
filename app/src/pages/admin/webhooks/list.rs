//! The list of webhooks, and how receivers check what they get.

use lectern_contract::hooks::Webhook;
use lectern_domain::hooks::view;
use leptos::prelude::*;

use super::{Standing, Troubles, how::How};
use crate::{
    caller::caller,
    components::{Empty, Head, When, screen},
    format,
};

/// `/admin/webhooks`
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let now = caller.portal.now();
        let webhooks = view::list(caller.portal.reader(), caller.actor()).await?;
        let there = !webhooks.is_empty();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Webhooks" sub="Other programs of yours are told what happens here.">
                    {there.then(|| view! { <a class="btn btn-primary" href="/admin/webhooks/new">"New Webhook"</a> })}
                </Head>
                <Troubles webhooks=webhooks.clone() now/>
                {if there {
                    view! { <Table webhooks/> }.into_any()
                } else {
                    view! {
                        <Empty title="No webhooks yet" text="Name an address of your own, and choose what it is told: invitations, enrollments, completions, credits.">
                            <a class="btn btn-primary" href="/admin/webhooks/new">"New Webhook"</a>
                        </Empty>
                    }.into_any()
                }}
                <How/>
            </main>
        })
    })
}

#[component]
fn Table(webhooks: Vec<Webhook>) -> impl IntoView {
    view! {
        <div class="table-wrap" role="group" aria-labelledby="webhooks-caption" tabindex="0">
            <table class="table">
                <caption id="webhooks-caption"><span class="visually-hidden">"Webhooks"</span></caption>
                <thead><tr>
                    <th scope="col">"Address"</th><th scope="col">"State"</th><th scope="col">"Events"</th><th scope="col">"Since"</th>
                </tr></thead>
                <tbody>{webhooks.into_iter().map(|webhook| view! { <Line webhook/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Line(webhook: Webhook) -> impl IntoView {
    let events = i64::try_from(webhook.events.len()).unwrap_or(i64::MAX);
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/webhooks/{}", webhook.id)>{webhook.url}</a></th>
            <td data-label="State"><Standing state=webhook.state/></td>
            <td data-label="Events">{format::plural(events, "event", "events")}</td>
            <td data-label="Since"><When at=webhook.created/></td>
        </tr>
    }
}
