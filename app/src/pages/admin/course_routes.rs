//! The addresses of Admin → Courses.

use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use super::courses::{
    archive::ArchivePage,
    list::CoursesPage,
    managers::{
        add::AddManagerPage, assign::AssignPage, hand_over::HandOverPage, list::ManagersPage,
        remove::RemoveManagerPage, take_back::TakeBackPage,
    },
    new::NewCoursePage,
    overview::OverviewPage,
    thresholds::CourseThresholdsPage,
};

/// The addresses of Admin → Courses.
#[component(transparent)]
pub fn AdminCourseRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/admin/courses") view=CoursesPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/new") view=NewCoursePage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id") view=OverviewPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/archive") view=ArchivePage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/thresholds") view=CourseThresholdsPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/managers") view=ManagersPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/managers/new") view=AddManagerPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/managers/:user/assign") view=AssignPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/managers/:user/take-back") view=TakeBackPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/managers/:user/hand-over") view=HandOverPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/courses/:id/managers/:user/remove") view=RemoveManagerPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
