//! Admin → API keys: what programs call the JSON API with.

pub mod actions;
mod list;
mod new;
mod revoke;
mod secret;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use list::ApiKeysPage;
use new::NewApiKeyPage;
use revoke::RevokeApiKeyPage;
use secret::ApiKeySecretPage;

/// Where they are.
const KEYS: &str = "/admin/api-keys";

/// The addresses of API keys. The fixed word comes before the ids it could be taken for.
#[component(transparent)]
pub fn ApiKeyRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/admin/api-keys") view=ApiKeysPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/api-keys/new") view=NewApiKeyPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/api-keys/:id/secret") view=ApiKeySecretPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/api-keys/:id/revoke") view=RevokeApiKeyPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The way to a page about keys.
fn crumbs() -> Vec<(String, String)> {
    vec![(KEYS.to_owned(), "API keys".to_owned())]
}
