//! Every address a person can open. All are rendered whole on the server.

use lectern_contract::Refusal;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::components::{Router, Routes};

use crate::{
    components::page::RefusalPage,
    pages::{
        account::AccountRoutes,
        admin::{AdminRoutes, course_routes::AdminCourseRoutes, webhooks::WebhookRoutes},
        learner::LearnerRoutes,
        manager::ManagerRoutes,
        public::PublicRoutes,
    },
};

/// The page of the address.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=Missing>
                <PublicRoutes/>
                <AccountRoutes/>
                <LearnerRoutes/>
                <ManagerRoutes/>
                <AdminRoutes/>
                <AdminCourseRoutes/>
                <WebhookRoutes/>
            </Routes>
        </Router>
    }
}

/// No such address.
#[component]
fn Missing() -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! { <RefusalPage refusal=Refusal::NotFound/> }
}
