//! One webhook: its secret while it is shown, how it stands, and its deliveries.

use lectern_contract::{
    DeliveryId, WebhookId,
    hooks::{DeliveryState, Webhook, WebhookView},
};
use lectern_domain::hooks::view;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    Standing, Trouble,
    actions::{KeepWebhookSecret, PauseWebhook, ResumeWebhook, TestWebhook},
    crumbs,
    deliveries::Deliveries,
    host,
};
use crate::{
    caller::{caller, parameter, path_id},
    components::{FormButton, Head, PostForm, When, screen},
    islands::copy_button::CopyButton,
};

/// `/admin/webhooks/:id`
#[component]
pub fn WebhookPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<WebhookId>("id"));
    let (state, before) = (
        parameter("state").parse::<DeliveryState>().ok(),
        parameter("before").parse::<DeliveryId>().ok(),
    );
    screen(async move {
        let (caller, id) = (caller?, id?);
        let now = caller.portal.now();
        let shown = view::show(&caller.portal, caller.actor(), id, &caller.session.token()).await?;
        let log = view::log(caller.portal.reader(), caller.actor(), id, state, before).await?;
        let WebhookView { webhook, secret, .. } = shown;
        let active = webhook.state.is_active();
        let fields = vec![("webhook", id.to_string())];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=host(&webhook.url) sub=webhook.url.clone() crumbs=crumbs(None)>
                    {active.then(|| view! { <FormButton action=TestWebhook::url() fields class="btn btn-primary" label="Send a test"/> })}
                </Head>
                {secret.map(|secret| view! { <Secret id secret/> })}
                <Trouble webhook=webhook.clone() now/>
                <Facts webhook=webhook.clone() old=webhook.old_until.is_some_and(|until| now < until)/>
                <Acts webhook/>
                <Deliveries id log state newest=before.is_none()/>
            </main>
        })
    })
}

#[component]
fn Secret(id: WebhookId, secret: String) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="secret-head">
            <header class="section-head"><h2 id="secret-head">"Signing secret"</h2></header>
            <p>"Give it to the program that listens, and keep it where you keep passwords. It is not shown again."</p>
            <div class="copy">
                <label class="visually-hidden" for="secret">"Signing secret"</label>
                <input id="secret" readonly value=secret/>
                <CopyButton/>
            </div>
            <PostForm action=KeepWebhookSecret::url()>
                <input type="hidden" name="webhook" value=id.to_string()/>
                <div class="btn-row"><button class="btn">"I have kept it"</button></div>
            </PostForm>
        </section>
    }
}

#[component]
fn Facts(
    webhook: Webhook,
    /// Whether the secret before still signs.
    old: bool,
) -> impl IntoView {
    let events: Vec<&str> = webhook.events.iter().map(|event| event.as_str()).collect();
    view! {
        <dl class="facts">
            <div><dt>"State"</dt><dd><Standing state=webhook.state/></dd></div>
            <div><dt>"Events"</dt><dd>{events.join(", ")}</dd></div>
            <div><dt>"Set up"</dt><dd><When at=webhook.created/></dd></div>
            <div><dt>"Secret made"</dt><dd><When at=webhook.secret_at/></dd></div>
            {webhook.old_until.filter(|_| old).map(|at| view! { <div><dt>"The old secret signs until"</dt><dd><When at/></dd></div> })}
            {webhook.failing_since.map(|at| view! { <div><dt>"Failing since"</dt><dd><When at/></dd></div> })}
        </dl>
    }
}

#[component]
fn Acts(webhook: Webhook) -> impl IntoView {
    let here = format!("/admin/webhooks/{}", webhook.id);
    let fields = vec![("webhook", webhook.id.to_string())];
    let switch = if webhook.state.is_active() {
        view! { <FormButton action=PauseWebhook::url() fields class="btn" label="Pause"/> }.into_any()
    } else {
        view! { <FormButton action=ResumeWebhook::url() fields class="btn btn-primary" label="Resume"/> }.into_any()
    };
    view! {
        <div class="btn-row">
            <a class="btn" href=format!("{here}/edit")>"Edit"</a>
            {switch}
            <a class="btn" href=format!("{here}/rotate")>"Rotate secret"</a>
            <a class="btn" href=format!("{here}/delete")>"Delete"</a>
        </div>
    }
}
