//! Pages without a sign-in.

pub mod api;
pub mod certificate;
pub mod email;
pub mod ended;
pub mod home;
pub mod invitation;
pub mod password;
pub mod setup;
pub mod sign_in;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use api::page::ApiPage;
use certificate::CertificatePage;
use email::page::EmailPage;
use home::Home;
use invitation::{
    claim::ClaimPage, decline::DeclinePage, not_me::NotMePage, page::InvitationPage, reminders::NoRemindersPage,
};
use password::{choose::ChoosePasswordPage, forgot::ForgotPasswordPage};
use setup::page::SetUpPage;
use sign_in::{code::SignInCodePage, page::SignInPage};

/// The public addresses.
#[component(transparent)]
pub fn PublicRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/") view=Home ssr=SsrMode::Async/>
        <Route path=path!("/api") view=ApiPage ssr=SsrMode::Async/>
        <Route path=path!("/setup") view=SetUpPage ssr=SsrMode::Async/>
        <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
        <Route path=path!("/sign-in/code") view=SignInCodePage ssr=SsrMode::Async/>
        <Route path=path!("/forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
        <Route path=path!("/password/:token") view=ChoosePasswordPage ssr=SsrMode::Async/>
        <Route path=path!("/email/:token") view=EmailPage ssr=SsrMode::Async/>
        <Route path=path!("/certificates/:number") view=CertificatePage ssr=SsrMode::Async/>
        <Route path=path!("/invitation/:token") view=InvitationPage ssr=SsrMode::Async/>
        <Route path=path!("/invitation/:token/decline") view=DeclinePage ssr=SsrMode::Async/>
        <Route path=path!("/invitation/:token/claim") view=ClaimPage ssr=SsrMode::Async/>
        <Route path=path!("/invitation/:token/not-me") view=NotMePage ssr=SsrMode::Async/>
        <Route path=path!("/invitation/:token/reminders") view=NoRemindersPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
