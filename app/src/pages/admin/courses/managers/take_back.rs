//! Taking free credits back from a manager.

use lectern_contract::{CourseId, courses::ManagerRow};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    super::{address, balance::Balance, top::crumbs},
    actions::TakeBackCredits,
    amount::{AmountForm, find},
};
use crate::{
    caller::caller,
    components::{Empty, Head, screen},
    format,
};

/// `/admin/courses/:id/managers/:user/take-back`
#[component]
pub fn TakeBackPage() -> impl IntoView {
    let (caller, id, user) = (caller(), address::course_here(), address::manager_here());
    screen(async move {
        let (caller, id, user) = (caller?, id?, user?);
        let (course, manager) = find(&caller, id, user).await?;
        let crumbs = crumbs(&course, Some(("managers", "Managers")));
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Take back credits" sub=format!("{} from {}", course.title, manager.name) crumbs/>
                <Standing id manager=manager.clone()/>
                {if manager.available > 0 {
                    let hint = "they return to the course. Credits held by pending invitations stay with them.";
                    view! {
                        <AmountForm action=TakeBackCredits::url() course=id manager=user available=manager.available hint label="Take back"/>
                    }.into_any()
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
            <div><dt>"Held by invitations"</dt><dd class="num"><a href=address::held_of(id, manager.user)>{format::count(manager.held)}</a></dd></div>
        </dl>
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
