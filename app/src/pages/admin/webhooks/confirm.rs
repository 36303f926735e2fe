//! What rotating a secret and deleting a webhook will do, before it is done.

use lectern_contract::{WebhookId, hooks::WebhookView};
use lectern_domain::hooks::view;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::{DeleteWebhook, RotateWebhook},
    crumbs,
};
use crate::{
    caller::{caller, path_id},
    components::{Confirm, Head, screen},
    format,
};

/// `/admin/webhooks/:id/rotate`
#[component]
pub fn RotateWebhookPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<WebhookId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let WebhookView { webhook, .. } = view::show(&caller.portal, caller.actor(), id, "").await?;
        let now = caller.portal.now();
        let older = webhook.old_until.filter(|until| now < *until);
        let mut consequences = vec![
            ("good", "A new signing secret is made and shown once".to_owned()),
            (
                "attention",
                "The present one signs beside it for 24 hours more, then it stops".to_owned(),
            ),
        ];
        consequences.extend(older.map(|_| ("stop", "The one before, which still signs, stops at once".to_owned())));
        let (crumbs, back) = (crumbs(Some(&webhook)), format!("/admin/webhooks/{id}"));
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Rotate secret" sub=webhook.url crumbs/>
                <Confirm action=RotateWebhook::url() fields=vec![("webhook", id.to_string())] consequences
                    label="Rotate secret" back=(back, "Keep it")/>
            </main>
        })
    })
}

/// `/admin/webhooks/:id/delete`
#[component]
pub fn DeleteWebhookPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<WebhookId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let WebhookView { webhook, waiting, .. } = view::show(&caller.portal, caller.actor(), id, "").await?;
        let mut consequences = vec![
            ("attention", "It is told nothing more".to_owned()),
            ("attention", "Its signing secret is gone at once".to_owned()),
            (
                "attention",
                "Its delivery log is not shown any more, and is removed after 30 days".to_owned(),
            ),
        ];
        if waiting > 0 {
            let wait = i64::try_from(waiting).unwrap_or(i64::MAX);
            let wait = format::plural(wait, "delivery that waits is", "deliveries that wait are");
            consequences.push(("stop", format!("{wait} never sent")));
        }
        let (crumbs, back) = (crumbs(Some(&webhook)), format!("/admin/webhooks/{id}"));
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Delete webhook" sub=webhook.url crumbs/>
                <Confirm action=DeleteWebhook::url() fields=vec![("webhook", id.to_string())] consequences
                    label="Delete webhook" back=(back, "Keep it")/>
            </main>
        })
    })
}
