//! Screens of the admin.

pub mod api_keys;
pub mod audit;
pub mod course_routes;
pub mod courses;
pub mod credits;
pub mod dashboard;
pub mod outbox;
pub mod plans;
pub mod proof;
pub mod purchases;
pub mod requests;
pub mod security;
pub mod settings;
pub mod users;
pub mod webhooks;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use crate::pages::{refusals::page::RefusalsPage, statement::StatementPage};
use api_keys::ApiKeyRoutes;
use audit::page::AuditPage;
use credits::{
    adjust::AdjustPage,
    deallocate::DeallocatePage,
    grant::GrantPage,
    grid::{change::ChangeGridPage, page::GridPage},
};
use dashboard::page::Dashboard;
use outbox::{letter::LetterPage, list::OutboxPage};
use plans::PlanRoutes;
use proof::page::ProofPage;
use purchases::PurchaseRoutes;
use requests::RequestRoutes;
use security::page::SecurityPage;
use settings::page::SettingsPage;
use users::UserRoutes;

/// The addresses of this area.
#[component(transparent)]
pub fn AdminRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/admin") view=Dashboard ssr=SsrMode::Async/>
        <Route path=path!("/admin/credits/grant") view=GrantPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/credits/grid") view=GridPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/credits/grid/change") view=ChangeGridPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/credits/deallocate/:course") view=DeallocatePage ssr=SsrMode::Async/>
        <Route path=path!("/admin/accounts/:id") view=StatementPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/accounts/:id/adjust") view=AdjustPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/audit") view=AuditPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/refusals") view=RefusalsPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/outbox") view=OutboxPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/outbox/:id") view=LetterPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/settings") view=SettingsPage ssr=SsrMode::Async/>
        <PlanRoutes/>
        <Route path=path!("/admin/security") view=SecurityPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/proof") view=ProofPage ssr=SsrMode::Async/>
        <RequestRoutes/>
        <ApiKeyRoutes/>
        <PurchaseRoutes/>
        <UserRoutes/>
    }
    .into_inner()
    .into_any_nested_route()
}
