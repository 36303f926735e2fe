//! Admin → Webhooks: what other programs are told, and what became of it.

pub mod actions;
mod confirm;
mod deliveries;
mod delivery;
mod form;
mod how;
mod list;
mod page;

use lectern_contract::hooks::{DeliveryState, Webhook, WebhookState};
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use confirm::{DeleteWebhookPage, RotateWebhookPage};
use delivery::DeliveryPage;
use form::{EditWebhookPage, NewWebhookPage};
use list::WebhooksPage;
use page::WebhookPage;

use crate::{
    components::{State, When},
    format,
};

/// The addresses of webhooks and their deliveries. The fixed word comes before the ids it could be taken for.
#[component(transparent)]
pub fn WebhookRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/admin/webhooks") view=WebhooksPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/webhooks/new") view=NewWebhookPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/webhooks/:id") view=WebhookPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/webhooks/:id/edit") view=EditWebhookPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/webhooks/:id/rotate") view=RotateWebhookPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/webhooks/:id/delete") view=DeleteWebhookPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/deliveries/:id") view=DeliveryPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The way to a page about webhooks, and about one.
fn crumbs(webhook: Option<&Webhook>) -> Vec<(String, String)> {
    let mut crumbs = vec![("/admin/webhooks".to_owned(), "Webhooks".to_owned())];
    crumbs.extend(webhook.map(|webhook| (format!("/admin/webhooks/{}", webhook.id), host(&webhook.url))));
    crumbs
}

/// The host in an address: what a webhook is called for short.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default().to_owned()
}

/// Whether a webhook is told anything.
#[component]
fn Standing(state: WebhookState) -> impl IntoView {
    let drawn = match state {
        WebhookState::Active => "active",
        WebhookState::Paused | WebhookState::Deleted => "suspended",
        WebhookState::Gone => "failed",
    };
    view! { <State state=drawn label=state.label()/> }
}

/// Where a delivery stands.
#[component]
fn Fate(state: DeliveryState) -> impl IntoView {
    let drawn = match state {
        DeliveryState::Waiting => "pending",
        DeliveryState::Sending => "running",
        DeliveryState::Delivered => "done",
        DeliveryState::Failed => "failed",
    };
    view! { <State state=drawn label=state.label()/> }
}

/// Says of each webhook that has taken nothing for long, and leads to it.
#[component]
pub fn Troubles(webhooks: Vec<Webhook>, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let trouble = |webhook| view! { <Trouble webhook now lead=true/> };
    webhooks.into_iter().map(trouble).collect_view()
}

/// Says that a webhook has taken nothing for long.
#[component]
fn Trouble(
    webhook: Webhook,
    now: chrono::DateTime<chrono::Utc>,
    /// Whether to lead to its page.
    #[prop(optional)]
    lead: bool,
) -> impl IntoView {
    let page = lead.then(|| format!("/admin/webhooks/{}", webhook.id));
    webhook.trouble(now).map(|since| {
        let for_long = format::duration((now - since).num_seconds());
        view! {
            <p class="flash" data-kind="stop">
                <strong>"Not working."</strong>" "
                <span>{format!("{} has taken no delivery for {for_long}, since ", host(&webhook.url))}<When at=since/>". Each one is tried for a day, then given up."
                    {page.map(|page| view! { " "<a href=page>"See its deliveries"</a> })}</span>
            </p>
        }
    })
}
