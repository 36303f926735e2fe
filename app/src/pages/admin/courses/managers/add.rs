//! Registering a manager on a course.

use lectern_contract::{
    CourseId,
    courses::{MANAGER_CHOICES, ManagerChoices},
    refusal::Field as Name,
};
use lectern_domain::courses;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    super::{address, top::crumbs},
    actions::AddManager,
};
use crate::{
    caller::{caller, parameter},
    components::{Empty, Filter, Head, PostForm, SelectField, screen},
    format,
};

/// `/admin/courses/:id/managers/new?q=…`
#[component]
pub fn AddManagerPage() -> impl IntoView {
    let (caller, id, search) = (caller(), address::course_here(), parameter("q"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let course = courses::list::head(caller.portal.reader(), caller.actor(), id).await?;
        let choices = courses::choices::choices(caller.portal.reader(), caller.actor(), id, &search).await?;
        let searched = !search.trim().is_empty();
        let crumbs = crumbs(&course, Some(("managers", "Managers")));
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="New manager" sub=course.title crumbs/>
                {(searched || choices.more).then(|| view! { <Filter/> })}
                {match (choices.people.is_empty(), searched) {
                    (false, _) => view! { <Choose id choices/> }.into_any(),
                    (true, true) => view! { <Empty title="Nobody found" text="Nobody with this name or address holds the role manager and is not registered on this course already."/> }.into_any(),
                    (true, false) => view! { <Nobody/> }.into_any(),
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
fn Choose(id: CourseId, choices: ManagerChoices) -> impl IntoView {
    let most = format::count(MANAGER_CHOICES as u64);
    let options = choices
        .people
        .into_iter()
        .map(|(user, name, email)| (user.to_string(), format!("{name} ({email})")))
        .collect();
    view! {
        {choices.more.then(|| view! { <p class="hint">{format!("The first {most} by name are offered. Search for the others.")}</p> })}
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
