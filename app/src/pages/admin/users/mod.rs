//! Admin → Users: who they are, what they learn, and what an admin does to them.

pub mod actions;
pub mod confirm;
pub mod create;
pub mod edit;
pub mod enroll;
mod fields;
pub mod link;
pub mod list;
mod menu;
pub mod profile;
mod registrations;
pub mod roles;
pub mod second_factor;
pub mod withdraw;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use confirm::{DeletePage, SuspendPage};
use create::NewUserPage;
use edit::EditUserPage;
use enroll::{EnrollNewPage, EnrollPage};
use link::PasswordLinkPage;
use list::UsersPage;
use profile::ProfilePage;
use second_factor::ResetSecondFactorPage;
use withdraw::WithdrawPage;

/// The addresses of users and their registrations. The fixed words come before the ids they could be taken for.
#[component(transparent)]
pub fn UserRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/admin/users") view=UsersPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/users/new") view=NewUserPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/users/enroll-new") view=EnrollNewPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/users/:id") view=ProfilePage ssr=SsrMode::Async/>
        <Route path=path!("/admin/users/:id/edit") view=EditUserPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/users/:id/enroll") view=EnrollPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/users/:id/suspend") view=SuspendPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/users/:id/delete") view=DeletePage ssr=SsrMode::Async/>
        <Route path=path!("/admin/users/:id/second-factor") view=ResetSecondFactorPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/users/:id/link") view=PasswordLinkPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/registrations/:id/withdraw") view=WithdrawPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// What becomes of the letter to a new user without mail.
const HAND_OVER: &str = "The letter to a new user waits in the outbox. Copy the link to choose a password on their profile, and hand it over yourself.";

/// The way to a page about one user.
fn crumbs(user: Option<&lectern_contract::people::UserRow>) -> Vec<(String, String)> {
    let list = ("/admin/users".to_owned(), "Users".to_owned());
    std::iter::once(list)
        .chain(user.map(|user| (format!("/admin/users/{}", user.id), user.name.clone())))
        .collect()
}
