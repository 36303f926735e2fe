//! A webhook's form, new or changed.

use lectern_contract::{
    WebhookId,
    hooks::{HookEvent, Webhook},
    refusal::Field as Name,
};
use lectern_domain::hooks::view;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::{CreateWebhook, EditWebhook},
    crumbs,
};
use crate::{
    caller::{caller, path_id},
    components::{Choice, Field, Head, PostForm, Problem, screen},
};

/// `/admin/webhooks/new`
#[component]
pub fn NewWebhookPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        // Whoever may see the list may add to it.
        view::list(caller.portal.reader(), caller.actor()).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="New Webhook" sub="Its signing secret is shown once, on the next page." crumbs=crumbs(None)/>
                <PostForm action=CreateWebhook::url()>
                    <WebhookFields/>
                    <div class="btn-row">
                        <button class="btn btn-primary">"Set up"</button><a class="btn" href="/admin/webhooks">"Back"</a>
                    </div>
                </PostForm>
            </main>
        })
    })
}

/// `/admin/webhooks/:id/edit`
#[component]
pub fn EditWebhookPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<WebhookId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let webhook = view::show(&caller.portal, caller.actor(), id, "").await?.webhook;
        let crumbs = crumbs(Some(&webhook));
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Edit webhook" sub="Deliveries that wait go to the new address." crumbs/>
                <PostForm action=EditWebhook::url()>
                    <input type="hidden" name="webhook" value=id.to_string()/>
                    <WebhookFields webhook/>
                    <div class="btn-row">
                        <button class="btn btn-primary">"Save"</button><a class="btn" href=format!("/admin/webhooks/{id}")>"Back"</a>
                    </div>
                </PostForm>
            </main>
        })
    })
}

#[component]
fn WebhookFields(
    /// What stands in the fields at first.
    #[prop(optional)]
    webhook: Option<Webhook>,
) -> impl IntoView {
    let (url, told) = webhook.map(|webhook| (webhook.url, webhook.events)).unwrap_or_default();
    view! {
        <Field field=Name::Url label="Address" kind="url" value=url hint="Where your program listens, such as https://example.com/hook."/>
        <fieldset class="field" id="events">
            <legend>"Events"</legend>
            {HookEvent::choices().map(|event| {
                let label = format!("{} ({event})", event.label());
                view! { <Choice name="events[]" value=event.as_str() label checked=told.contains(&event)/> }
            }).collect_view()}
            <Problem field=Name::Events/>
        </fieldset>
    }
}
