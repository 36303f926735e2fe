//! Screens of the manager; those of a course's invitations and learners serve the admin as well, under the
//! admin's addresses.

pub mod area;
pub mod batches;
pub mod buy;
pub mod courses;
pub mod credits;
pub mod invitations;
pub mod learners;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use crate::pages::admin::purchases::{CancelOrderPage, InvoicePage, OrderPage};
use crate::pages::{policy::page::ManagersPolicyPage, refusals::page::RefusalsPage, statement::StatementPage};
use batches::{cancel::CancelBatchPage, page::BatchPage, upload::BulkUploadPage};
use buy::OwnBuyPage;
use courses::page::ManagedCoursesPage;
use credits::{give::GivePage, page::CourseCreditsPage, request::RequestPage, take_back::TakeBackGivenPage};
use invitations::{cancel::CancelInvitationPage, link::InvitationLinkPage, page::InvitationsPage};
use learners::page::LearnersPage;

/// The addresses of this area.
#[component(transparent)]
pub fn ManagerRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/manager/courses") view=ManagedCoursesPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/courses/:id") view=InvitationsPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/courses/:id/learners") view=LearnersPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/courses/:id/credits") view=CourseCreditsPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/courses/:id/credits/give") view=GivePage ssr=SsrMode::Async/>
        <Route path=path!("/manager/courses/:id/credits/request") view=RequestPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/courses/:id/credits/take-back") view=TakeBackGivenPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/invitations/:id/cancel") view=CancelInvitationPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/invitations/:id/link") view=InvitationLinkPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/invitations") view=InvitationsPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/learners") view=LearnersPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/invitations/:id/cancel") view=CancelInvitationPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/invitations/:id/link") view=InvitationLinkPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/accounts/:id") view=StatementPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/refusals") view=RefusalsPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/how-credits-work") view=ManagersPolicyPage ssr=SsrMode::Async/>
        <BatchRoutes/>
        <OwnOrderRoutes/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The addresses of a manager's own purchases.
#[component(transparent)]
fn OwnOrderRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/manager/courses/:id/credits/buy") view=OwnBuyPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/orders/:id") view=OrderPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/orders/:id/cancel") view=CancelOrderPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/orders/:id/invoice") view=InvoicePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The addresses of batches, for both roles.
#[component(transparent)]
fn BatchRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/manager/courses/:id/bulk") view=BulkUploadPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/batches/:id") view=BatchPage ssr=SsrMode::Async/>
        <Route path=path!("/manager/batches/:id/cancel") view=CancelBatchPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/bulk") view=BulkUploadPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/batches/:id") view=BatchPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/batches/:id/cancel") view=CancelBatchPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
