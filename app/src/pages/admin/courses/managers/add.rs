//! Registering a manager on a course.

use lectern_contract::{CourseId, UserId, refusal::Field as Name};
use lectern_domain::courses;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    super::{address, top::crumbs},
    actions::AddManager,
};
use crate::{
    caller::caller,
    components::{Empty, Head, PostForm, SelectField, screen},
};

/// `/admin/courses/:id/managers/new`
#[component]
pub fn AddManagerPage() -> impl IntoView {
    let (caller, id) = (caller(), address::course_here());
    screen(async move {
        let (caller, id) = (caller?, id?);
        let course = courses::list::head(caller.portal.reader(), caller.actor(), id).await?;
        let choices = courses::managers::choices(caller.portal.reader(), caller.actor(), id).await?;
        let crumbs = crumbs(&course, Some(("managers", "Managers")));
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="New manager" sub=course.title crumbs/>
                {if choices.is_empty() {
                    view! { <Nobody/> }.into_any()
                } else {
                    view! { <Choose id choices/> }.into_any()
                }}
            </main>
        })
    })
}

#[component]
fn Nobody() -> impl IntoView {
    view! {
        <Empty title="Nobody to add" text="Everybody with the role manager is registered on this course already. Give another user the role manager first.">
            <a class="btn btn-primary" href="/admin/users">"Users"</a>
        </Empty>
    }
}

#[component]
fn Choose(id: CourseId, choices: Vec<(UserId, String, String)>) -> impl IntoView {
    let options = choices
        .into_iter()
        .map(|(user, name, email)| (user.to_string(), format!("{name} ({email})")))
        .collect();
    view! {
        <PostForm action=AddManager::url()>
            <input type="hidden" name="course" value=id.to_string()/>
            <SelectField field=Name::User label="Manager" options
                hint="Users who hold the role manager. Being a manager costs no credit."/>
            <div class="btn-row">
                <button class="btn btn-primary">"Add Manager"</button>
                <a class="btn" href=address::managers(id)>"Back"</a>
            </div>
        </PostForm>
    }
}
