//! Asks whether to take a manager off a course, or says what has to happen first.

use lectern_contract::{CourseId, courses::ManagerRow};
use lectern_domain::courses;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    super::{address, top::crumbs},
    actions::RemoveManager,
};
use crate::{
    caller::caller,
    components::{Head, PostForm, screen},
    format,
};

/// `/admin/courses/:id/managers/:user/remove`
#[component]
pub fn RemoveManagerPage() -> impl IntoView {
    let (caller, id, user) = (caller(), address::course_here(), address::manager_here());
    screen(async move {
        let (caller, id, user) = (caller?, id?, user?);
        let course = courses::list::head(caller.portal.reader(), caller.actor(), id).await?;
        let manager = courses::managers::show(caller.portal.reader(), caller.actor(), id, user).await?;
        let crumbs = crumbs(&course, Some(("managers", "Managers")));
        let free = manager.available == 0 && manager.pending == 0;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Remove manager" sub=format!("{} from {}", manager.name, course.title) crumbs/>
                <section class="confirm">
                    {if free { view! { <Confirm id manager/> }.into_any() } else { view! { <First id manager/> }.into_any() }}
                </section>
            </main>
        })
    })
}

#[component]
fn Confirm(id: CourseId, manager: ManagerRow) -> impl IntoView {
    let learners = i64::try_from(manager.learners).unwrap_or(i64::MAX);
    view! {
        <ul class="consequences">
            <li data-kind="attention">{format!("{} can no longer open this course or invite to it", manager.name)}</li>
            {(learners > 0).then(|| view! {
                <li data-kind="good">
                    <a href=address::watched(id, manager.user)>{format::plural(learners, "learner", "learners")}</a>
                    {if learners == 1 { " keeps their access; " } else { " keep their access; " }}
                    <a href=address::manager(id, manager.user, "hand-over")>"hand over"</a>" to give them to another manager"
                </li>
            })}
            <li>"They can be added again at any time"</li>
        </ul>
        <PostForm action=RemoveManager::url()>
            <input type="hidden" name="course" value=id.to_string()/>
            <input type="hidden" name="user" value=manager.user.to_string()/>
            <div class="btn-row">
                <button class="btn btn-danger">"Remove manager"</button>
                <a class="btn" href=address::managers(id)>"Keep them"</a>
            </div>
        </PostForm>
    }
}

/// Nothing is lost without being named: credits, invitations and learners go to somebody.
#[component]
fn First(id: CourseId, manager: ManagerRow) -> impl IntoView {
    let count = |n: u64, one: &str, many: &str| format::plural(i64::try_from(n).unwrap_or(i64::MAX), one, many);
    view! {
        <p>{format!("{} still has something here. Hand it over to another manager or to the course; that removes them:", manager.name)}</p>
        <ul class="consequences">
            {(manager.available != 0).then(|| view! {
                <li data-kind="attention">{format::plural(manager.available, "free credit", "free credits")}</li>
            })}
            {(manager.pending > 0).then(|| view! {
                <li data-kind="attention">
                    <a href=address::pending_of(id, manager.user)>{count(manager.pending, "pending invitation", "pending invitations")}</a>
                </li>
            })}
            {(manager.learners > 0).then(|| view! {
                <li><a href=address::watched(id, manager.user)>{count(manager.learners, "learner", "learners")}</a></li>
            })}
        </ul>
        <div class="btn-row">
            <a class="btn btn-primary" href=address::manager(id, manager.user, "hand-over")>"Hand over"</a>
            <a class="btn" href=address::managers(id)>"Back to the managers"</a>
        </div>
    }
}
