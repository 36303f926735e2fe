//! Asks whether to archive a course, and names what will happen.

use lectern_contract::{CourseId, courses::ArchiveView};
use lectern_domain::courses;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::ArchiveCourse, address};
use crate::{
    caller::caller,
    components::{Head, PostForm, screen},
    format,
};

/// `/admin/courses/:id/archive`
#[component]
pub fn ArchivePage() -> impl IntoView {
    let (caller, id) = (caller(), address::course_here());
    screen(async move {
        let (caller, id) = (caller?, id?);
        let view = courses::view::before_archive(caller.portal.reader(), caller.actor(), id).await?;
        let crumbs = vec![
            (address::COURSES.to_owned(), "Courses".to_owned()),
            (address::course(id), view.title.clone()),
        ];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Archive course" sub=view.title.clone() crumbs/>
                <section class="confirm">
                    <Consequences id view/>
                    <PostForm action=ArchiveCourse::url()>
                        <input type="hidden" name="course" value=id.to_string()/>
                        <div class="btn-row">
                            <button class="btn btn-danger">"Archive course"</button>
                            <a class="btn" href=address::course(id)>"Keep it"</a>
                        </div>
                    </PostForm>
                </section>
            </main>
        })
    })
}

#[component]
fn Consequences(id: CourseId, view: ArchiveView) -> impl IntoView {
    let pending = i64::try_from(view.pending).unwrap_or(i64::MAX);
    let learners = i64::try_from(view.learners).unwrap_or(i64::MAX);
    view! {
        <ul class="consequences">
            <li data-kind="attention">"Nobody new can be invited or enrolled until the course is published again"</li>
            {(pending > 0).then(|| view! {
                <li data-kind="attention">
                    <a href=address::pending(id)>{format::plural(pending, "pending invitation", "pending invitations")}</a>
                    {if pending == 1 { " is canceled; its link stops working and its reader is told by e-mail" } else { " are canceled; their links stop working and their readers are told by e-mail" }}
                </li>
                <li data-kind="good">{returning(pending)}</li>
            })}
            {(learners > 0).then(|| view! {
                <li data-kind="good">
                    <a href=address::learners(id)>{format::plural(learners, "learner", "learners")}</a>
                    {if learners == 1 { " keeps their access" } else { " keep their access" }}
                </li>
            })}
            <Free id available=view.available with_managers=view.with_managers/>
        </ul>
    }
}

fn returning(credits: i64) -> String {
    let verb = if credits == 1 { "returns" } else { "return" };
    format!(
        "{} {verb} to where the invitations took them from",
        format::plural(credits, "held credit", "held credits")
    )
}

/// Free credits are not lost: where they can be had back.
#[component]
fn Free(id: CourseId, available: i64, with_managers: i64) -> impl IntoView {
    view! {
        {(available > 0).then(|| view! {
            <li>
                {format!("{} of the course can be returned to the pool on the ", format::plural(available, "free credit", "free credits"))}
                <a href="/admin">"dashboard"</a>
            </li>
        })}
        {(with_managers > 0).then(|| view! {
            <li>
                {format!("{} can be taken back from its ", format::plural(with_managers, "free credit", "free credits"))}
                <a href=address::managers(id)>"managers"</a>
            </li>
        })}
    }
}
