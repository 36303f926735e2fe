//! The list of keys.

use lectern_contract::api_keys::{KeyRow, KeyState};
use lectern_domain::api_keys::list;
use leptos::prelude::*;

use super::KEYS;
use crate::{
    caller::caller,
    components::{Empty, Head, State, When, screen},
};

/// `/admin/api-keys`
#[component]
pub fn ApiKeysPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let keys = list::list(&caller.portal, caller.actor()).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="API keys" sub="What programs call the portal with. A key acts for the admin who made it.">
                    <a class="btn btn-primary" href=format!("{KEYS}/new")>"New API key"</a>
                    <a class="btn" href="/api">"What can be called"</a>
                </Head>
                <Keys keys/>
            </main>
        })
    })
}

#[component]
fn Keys(keys: Vec<KeyRow>) -> impl IntoView {
    if keys.is_empty() {
        let text =
            "A key lets a program of yours do what its scopes say, for example enroll people from a personnel system.";
        return view! { <Empty title="No API key yet" text><a class="btn" href=format!("{KEYS}/new")>"New API key"</a></Empty> }
            .into_any();
    }
    view! {
        <div class="table-wrap" role="group" aria-labelledby="keys-caption" tabindex="0">
            <table class="table">
                <caption id="keys-caption"><span class="visually-hidden">"API keys, newest first"</span></caption>
                <thead><tr>
                    <th scope="col">"Key"</th><th scope="col">"Scopes"</th><th scope="col">"State"</th>
                    <th scope="col">"Last used"</th><th scope="col">"Ends"</th>
                    <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>{keys.into_iter().map(|key| view! { <KeyLine key/> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn KeyLine(key: KeyRow) -> impl IntoView {
    let scopes: Vec<String> = key.scopes.iter().map(ToString::to_string).collect();
    let ended = matches!(key.state, KeyState::Revoked);
    let used = match key.last_used {
        Some(at) => view! { <When at/> }.into_any(),
        None => "Never".into_any(),
    };
    let ends = match key.expires {
        Some(at) => view! { <When at/> }.into_any(),
        None => "Never".into_any(),
    };
    let revoke = format!("{KEYS}/{}/revoke", key.id);
    view! {
        <tr>
            <th scope="row">{key.name.clone()}" "<span class="under">{key.prefix}"… · "{key.maker}</span></th>
            <td data-label="Scopes">{scopes.join(", ")}</td>
            <td data-label="State"><State state=key.state.state() label=key.state.label()/></td>
            <td data-label="Last used">{used}</td>
            <td data-label="Ends">{ends}</td>
            <td class="act">{(!ended).then(|| view! {
                <a class="btn btn-small" href=revoke>"Revoke"<span class="visually-hidden">{format!(" {}", key.name)}</span></a>
            })}</td>
        </tr>
    }
}
