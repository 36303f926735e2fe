//! Taking free credits back from a manager.

use lectern_contract::{CourseId, courses::ManagerRow, refusal::Field as Name};
use lectern_domain::courses;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    super::{address, balance::Balance, top::crumbs},
    actions::TakeBackCredits,
};
use crate::{
    caller::caller,
    components::{Empty, Field, Head, PostForm, screen},
    format,
    islands::left::Left,
};

/// `/admin/courses/:id/managers/:user/take-back`
#[component]
pub fn TakeBackPage() -> impl IntoView {
    let (caller, id, user) = (caller(), address::course_here(), address::manager_here());
    screen(async move {
        let (caller, id, user) = (caller?, id?, user?);
        let course = courses::list::head(caller.portal.reader(), caller.actor(), id).await?;
        let manager = courses::managers::show(caller.portal.reader(), caller.actor(), id, user).await?;
        let crumbs = crumbs(&course, Some(("managers", "Managers")));
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Take back credits" sub=format!("{} from {}", course.title, manager.name) crumbs/>
                <Standing id manager=manager.clone()/>
                {if manager.available > 0 {
                    view! { <TakeBack id manager/> }.into_any()
                } else {
                    view! { <Nothing id held=manager.held/> }.into_any()
                }}
            </main>
        })
    })
}

#[component]
fn Standing(id: CourseId, manager: ManagerRow) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>{manager.name}</dt><dd><Balance available=manager.available account=manager.account/></dd></div>
            <div><dt>"Held by invitations"</dt><dd class="num"><a href=address::pending(id)>{format::count(manager.held)}</a></dd></div>
        </dl>
    }
}

#[component]
fn TakeBack(id: CourseId, manager: ManagerRow) -> impl IntoView {
    let hint = format!(
        "From 1 to {}; they return to the course. Credits held by pending invitations stay with them.",
        format::number(manager.available)
    );
    view! {
        <PostForm action=TakeBackCredits::url()>
            <input type="hidden" name="course" value=id.to_string()/>
            <input type="hidden" name="user" value=manager.user.to_string()/>
            <input type="hidden" name="available" value=manager.available.to_string()/>
            <Field field=Name::Amount label="Credits" kind="number" hint/>
            <Left/>
            <div class="btn-row">
                <button class="btn btn-primary">"Take back"</button>
                <a class="btn" href=address::managers(id)>"Back"</a>
            </div>
        </PostForm>
    }
}

#[component]
fn Nothing(id: CourseId, held: u64) -> impl IntoView {
    let text = if held == 0 {
        "This manager has no credits on this course."
    } else {
        "Every credit is held by a pending invitation. Canceling invitations makes their credits free."
    };
    view! { <Empty title="Nothing to take back" text><a class="btn" href=address::managers(id)>"Managers"</a></Empty> }
}
