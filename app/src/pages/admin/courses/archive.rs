//! Asks whether to archive a course, and names what will happen.

use lectern_contract::{AccountId, CourseId, courses::ArchiveView};
use lectern_domain::courses;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::ArchiveCourse, address};
use crate::{
    caller::caller,
    components::{Choice, Head, PostForm, screen},
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
                    <Consequences id view=view.clone()/>
                    <PostForm action=ArchiveCourse::url()>
                        <input type="hidden" name="course" value=id.to_string()/>
                        <GiveBack view/>
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

/// What can return to the pool in the same act, account by account, and the tick that says so.
#[component]
fn GiveBack(view: ArchiveView) -> impl IntoView {
    let total = view.returns();
    let line = |(name, account, credits): (String, Option<AccountId>, i64)| {
        let credits = format::plural(credits, "credit", "credits");
        let credits = match account {
            Some(account) => view! { <a href=address::statement(account)>{credits}</a> }.into_any(),
            None => credits.into_any(),
        };
        view! { <li>{name}": "{credits}</li> }
    };
    (total > 0).then(|| {
        view! {
            <Choice name="give_back" value="yes" checked=true
                label=format!("Return {} to the pool", format::plural(total, "free credit", "free credits"))/>
            <ul>{view.returning.into_iter().map(line).collect_view()}</ul>
            <input type="hidden" name="returns" value=total.to_string()/>
        }
    })
}
