//! What people change about themselves.

pub mod actions;
pub mod page;
pub mod second_factor;
pub mod sessions;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use page::AccountPage;
use second_factor::{
    page::SecondFactorPage,
    question::{RecoveryCodesPage, SecondFactorOffPage},
};

/// The addresses of this area.
#[component(transparent)]
pub fn AccountRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
        <Route path=path!("/account/second-factor") view=SecondFactorPage ssr=SsrMode::Async/>
        <Route path=path!("/account/second-factor/off") view=SecondFactorOffPage ssr=SsrMode::Async/>
        <Route path=path!("/account/second-factor/codes") view=RecoveryCodesPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
