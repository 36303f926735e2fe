//! Admin → Requests: what managers ask for, and the decisions.

pub mod actions;
pub mod decline;
pub mod list;
mod plan;
pub mod show;

use lectern_contract::RequestId;
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use decline::DeclinePage;
use list::RequestsPage;
use show::RequestPage;

/// The list of requests.
pub const REQUESTS: &str = "/admin/requests";

/// One request's page.
pub fn request(id: RequestId) -> String {
    format!("{REQUESTS}/{id}")
}

/// The addresses of Admin → Requests.
#[component(transparent)]
pub fn RequestRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/admin/requests") view=RequestsPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/requests/:id") view=RequestPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/requests/:id/decline") view=DeclinePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
