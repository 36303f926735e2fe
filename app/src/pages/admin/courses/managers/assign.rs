//! Assigning a course's credits to one of its managers.

use lectern_contract::{
    courses::{CourseHead, ManagerRow},
    refusal::Field as Name,
};
use lectern_domain::courses;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    super::{address, balance::Balance, top::crumbs},
    actions::AssignCredits,
};
use crate::{
    caller::caller,
    components::{Empty, Field, Head, PostForm, screen},
    format,
    islands::left::Left,
};

/// `/admin/courses/:id/managers/:user/assign`
#[component]
pub fn AssignPage() -> impl IntoView {
    let (caller, id, user) = (caller(), address::course_here(), address::manager_here());
    screen(async move {
        let (caller, id, user) = (caller?, id?, user?);
        let course = courses::list::head(caller.portal.reader(), caller.actor(), id).await?;
        let manager = courses::managers::show(caller.portal.reader(), caller.actor(), id, user).await?;
        let crumbs = crumbs(&course, Some(("managers", "Managers")));
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Assign credits" sub=format!("{} to {}", course.title, manager.name) crumbs/>
                <Balances course=course.clone() manager=manager.clone()/>
                {if course.available > 0 {
                    view! { <Assign course manager/> }.into_any()
                } else {
                    view! { <Nothing/> }.into_any()
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
fn Assign(course: CourseHead, manager: ManagerRow) -> impl IntoView {
    let hint = format!(
        "From 1 to {}; what you do not assign is left with the course.",
        format::number(course.available)
    );
    view! {
        <PostForm action=AssignCredits::url()>
            <input type="hidden" name="course" value=course.id.to_string()/>
            <input type="hidden" name="user" value=manager.user.to_string()/>
            <input type="hidden" name="available" value=course.available.to_string()/>
            <Field field=Name::Amount label="Credits" kind="number" hint/>
            <Left/>
            <div class="btn-row">
                <button class="btn btn-primary">"Assign Credits"</button>
                <a class="btn" href=address::managers(course.id)>"Back"</a>
            </div>
        </PostForm>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <Empty title="No credits to assign" text="This course has no free credits. Allocate some from the pool first.">
            <a class="btn btn-primary" href="/admin">"Allocate Credits"</a>
        </Empty>
    }
}
