//! A course's free credits back to the pool.

use lectern_contract::{CourseId, Role, refusal::Field as Name};
use lectern_domain::courses::list;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::DeallocateCredits;
use crate::{
    caller::{caller, path_id},
    components::{Empty, Field, Head, PostForm, screen},
    format,
};

/// `/admin/credits/deallocate/:course`
#[component]
pub fn DeallocatePage() -> impl IntoView {
    let (caller, course) = (caller(), path_id::<CourseId>("course"));
    screen(async move {
        let (caller, course) = (caller?, course?);
        caller.actor().require(Role::Admin)?;
        let head = list::head(caller.portal.reader(), caller.actor(), course).await?;
        let crumbs = vec![("/admin".to_owned(), "Dashboard".to_owned())];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Return to pool" sub=head.title crumbs/>
                <Return course available=head.available/>
            </main>
        })
    })
}

#[component]
fn Return(course: CourseId, available: i64) -> impl IntoView {
    if available <= 0 {
        let text = "Every credit of this course is with its managers, held by an invitation or consumed. Take credits back from a manager first.";
        return view! {
            <Empty title="Nothing is free" text><a class="btn" href=format!("/admin/courses/{course}/managers")>"Managers"</a></Empty>
        }
        .into_any();
    }
    let hint = format!(
        "{} free: not assigned to a manager, not held.",
        format::plural(available, "credit is", "credits are")
    );
    view! {
        <PostForm action=DeallocateCredits::url()>
            <input type="hidden" name="course" value=course.to_string()/>
            <Field field=Name::Amount label="Credits" kind="number" hint/>
            <div class="btn-row">
                <button class="btn btn-primary">"Return to pool"</button><a class="btn" href="/admin">"Back"</a>
            </div>
        </PostForm>
    }
    .into_any()
}
