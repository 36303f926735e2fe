//! Admin → Plans: what can be subscribed to, and the subscription.

pub mod actions;
mod archive;
mod board;
mod cancel;
mod choose;
mod form;
mod renew;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use archive::ArchivePlanPage;
use board::PlansPage;
use cancel::CancelSubscriptionPage;
use choose::ChoosePlanPage;
use form::{EditPlanPage, NewPlanPage};
use renew::RenewSubscriptionPage;

/// The addresses of plans and the subscription. The fixed word comes before the ids it could be taken for.
#[component(transparent)]
pub fn PlanRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/admin/plans") view=PlansPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/plans/new") view=NewPlanPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/plans/:id/edit") view=EditPlanPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/plans/:id/archive") view=ArchivePlanPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/plans/:id/choose") view=ChoosePlanPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/subscriptions/:id/cancel") view=CancelSubscriptionPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/subscriptions/:id/renew") view=RenewSubscriptionPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The way to a page about one plan or the subscription.
fn crumbs() -> Vec<(String, String)> {
    vec![("/admin/plans".to_owned(), "Plans".to_owned())]
}
