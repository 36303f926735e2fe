//! Uploading a course.

use lectern_contract::Role;
use leptos::prelude::*;

use super::address;
use crate::{
    caller::caller,
    components::{Head, UploadForm, screen},
};

/// `/admin/courses/new`
#[component]
pub fn NewCoursePage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        caller?.actor().require(Role::Admin)?;
        let crumbs = vec![(address::COURSES.to_owned(), "Courses".to_owned())];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="New course" sub="It becomes a draft. You look it over, then publish it." crumbs/>
                <UploadForm action="/admin/courses/upload" label="Upload Course"/>
            </main>
        })
    })
}
