//! Screens of the learner.

pub mod courses;
pub mod launch;

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use crate::pages::policy::page::LearnersPolicyPage;
use courses::page::MyCoursesPage;
use launch::page::LaunchPage;

/// The addresses of this area.
#[component(transparent)]
pub fn LearnerRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/learner/courses") view=MyCoursesPage ssr=SsrMode::Async/>
        <Route path=path!("/learner/how-courses-work") view=LearnersPolicyPage ssr=SsrMode::Async/>
        <Route path=path!("/learner/launch/:token") view=LaunchPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
