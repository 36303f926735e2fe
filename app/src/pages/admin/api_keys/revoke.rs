//! What revoking a key will do, before it is done.

use lectern_contract::{ApiKeyId, api_keys::KeyState};
use lectern_domain::api_keys::list;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{KEYS, actions::RevokeApiKey, crumbs};
use crate::{
    caller::{caller, path_id},
    components::{Confirm, Empty, Head, screen},
    format,
};

/// `/admin/api-keys/:id/revoke`
#[component]
pub fn RevokeApiKeyPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<ApiKeyId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let key = list::one(&caller.portal, caller.actor(), id).await?;
        let used = key.last_used.map_or_else(
            || "It was never used".to_owned(),
            |at| format!("It was last used on {}", format::minute(at)),
        );
        let consequences = vec![
            ("stop", "Programs that use it are refused at once, for good".to_owned()),
            ("", used),
            ("good", "What it did stays done, and stays in the audit log".to_owned()),
        ];
        let fields = vec![("api_key", id.to_string())];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=format!("Revoke {}", key.name) sub=format!("{}…, made by {}", key.prefix, key.maker) crumbs=crumbs()/>
                {if key.state == KeyState::Revoked {
                    view! { <Empty title="Revoked already" text="This key works no more."/> }.into_any()
                } else {
                    view! { <Confirm action=RevokeApiKey::url() fields consequences label="Revoke API key" back=(KEYS.to_owned(), "Keep it")/> }.into_any()
                }}
            </main>
        })
    })
}
