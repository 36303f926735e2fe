//! A new key's secret, shown to the browser that made it until it is kept.

use lectern_contract::{ApiKeyId, api_keys::KeyRow};
use lectern_domain::api_keys::keep;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{KEYS, actions::KeepApiKey, crumbs};
use crate::{
    caller::{caller, path_id},
    components::{Empty, Head, PostForm, screen},
    islands::copy_button::CopyButton,
};

/// `/admin/api-keys/:id/secret`
#[component]
pub fn ApiKeySecretPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<ApiKeyId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let (row, secret) = keep::look(&caller.portal, caller.actor(), id, &caller.session.token()).await?;
        let title = row.name.clone();
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title sub="API key" crumbs=crumbs()/>
                {match secret {
                    Some(secret) => view! { <Secret row secret/> }.into_any(),
                    None => view! {
                        <Empty title="The secret is not shown again" text="It was kept, or made elsewhere. Where it is lost, make another key and revoke this one.">
                            <a class="btn" href=KEYS>"API keys"</a>
                        </Empty>
                    }.into_any(),
                }}
            </main>
        })
    })
}

#[component]
fn Secret(row: KeyRow, secret: String) -> impl IntoView {
    view! {
        <p>"Copy this key into the program that will use it, and nowhere else. It is not shown again; the portal itself keeps only a hash."</p>
        <div class="copy">
            <label class="visually-hidden" for="secret">"Key"</label>
            <input id="secret" readonly value=secret autocomplete="off"/>
            <CopyButton/>
        </div>
        <PostForm action=KeepApiKey::url()>
            <input type="hidden" name="api_key" value=row.id.to_string()/>
            <div class="btn-row"><button class="btn btn-primary">"I have kept it"</button></div>
        </PostForm>
    }
}
