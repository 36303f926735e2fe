//! Assigning a course's credits to one of its managers.

use lectern_contract::{
    courses::{CourseHead, CourseState, ManagerRow},
    people::UserState,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    super::{address, balance::Balance, top::crumbs},
    actions::AssignCredits,
    amount::{AmountForm, find},
};
use crate::{
    caller::caller,
    components::{Empty, Head, screen},
};

/// `/admin/courses/:id/managers/:user/assign`
#[component]
pub fn AssignPage() -> impl IntoView {
    let (caller, id, user) = (caller(), address::course_here(), address::manager_here());
    screen(async move {
        let (caller, id, user) = (caller?, id?, user?);
        let (course, manager) = find(&caller, id, user).await?;
        let crumbs = crumbs(&course, Some(("managers", "Managers")));
        let archived = course.state == CourseState::Archived;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Assign credits" sub=format!("{} to {}", course.title, manager.name) crumbs/>
                <Balances course=course.clone() manager=manager.clone()/>
                {if !manager.able {
                    view! { <Unable manager/> }.into_any()
                } else if course.available > 0 {
                    let hint = "what you do not assign is left with the course.";
                    view! {
                        <AmountForm action=AssignCredits::url() course=id manager=user available=course.available hint label="Assign Credits"/>
                    }.into_any()
                } else {
                    view! { <Nothing archived/> }.into_any()
                }}
            </main>
        })
    })
}

#[component]
fn Balances(course: CourseHead, manager: ManagerRow) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>"The course"</dt><dd><Balance available=course.available account=course.account/></dd></div>
            <div><dt>{manager.name}</dt><dd><Balance available=manager.available account=manager.account/></dd></div>
        </dl>
    }
}

#[component]
fn Unable(manager: ManagerRow) -> impl IntoView {
    let why = match manager.state {
        UserState::Active => format!("{} does not hold the role manager", manager.name),
        state => format!("{}’s account is {}", manager.name, state.label().to_lowercase()),
    };
    let text = format!("{why}, so they could not use them. What they have here can be handed over.");
    let user = format!("/admin/users/{}", manager.user);
    view! { <Empty title="No credits can be assigned" text><a class="btn" href=user>{manager.name}</a></Empty> }
}

#[component]
fn Nothing(archived: bool) -> impl IntoView {
    if archived {
        let text = "This course has no free credits, and gets none while it is archived. Publish it again first.";
        return view! { <Empty title="No credits to assign" text/> }.into_any();
    }
    view! {
        <Empty title="No credits to assign" text="This course has no free credits. Allocate some from the pool first.">
            <a class="btn btn-primary" href="/admin">"Allocate Credits"</a>
        </Empty>
    }
    .into_any()
}
