//! The managers of a course with their credits.

use lectern_contract::{
    CourseId,
    courses::{CourseState, ManagerRow},
    people::UserState,
};
use lectern_domain::courses;
use leptos::prelude::*;

use super::super::{address, balance::Balance, top::CourseTop};
use crate::{
    caller::caller,
    components::{Empty, Menu, State, screen},
    format,
};

/// `/admin/courses/:id/managers`
#[component]
pub fn ManagersPage() -> impl IntoView {
    let (caller, id) = (caller(), address::course_here());
    screen(async move {
        let (caller, id) = (caller?, id?);
        let course = courses::list::head(caller.portal.reader(), caller.actor(), id).await?;
        let rows = courses::managers::list(caller.portal.reader(), caller.actor(), id).await?;
        let (available, archived) = (course.available, course.state == CourseState::Archived);
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <CourseTop course><a class="btn btn-primary" href=format!("{}/new", address::managers(id))>"Add Manager"</a></CourseTop>
                {archived.then(|| view! { <Archived id available/> })}
                {if rows.is_empty() {
                    view! { <Empty title="No managers yet" text="Managers invite people with the credits you assign to them. Give a user the role manager first, then add them here."/> }.into_any()
                } else {
                    view! { <ManagerTable id available archived rows/> }.into_any()
                }}
            </main>
        })
    })
}

/// What credits are good for on an archived course, and the way to where they are.
#[component]
fn Archived(id: CourseId, available: i64) -> impl IntoView {
    let back = (available > 0).then(|| {
        let way = format!("/admin/credits/deallocate/{id}");
        view! { " "<a href=way>"Return the course’s free credits to the pool"</a> }
    });
    view! {
        <p class="hint">"The course is archived: nobody can be invited to it, and no credits can be allocated to it."{back}</p>
    }
}

#[component]
fn ManagerTable(id: CourseId, available: i64, archived: bool, rows: Vec<ManagerRow>) -> impl IntoView {
    view! {
        <div class="table-wrap" role="group" aria-labelledby="managers-caption" tabindex="0">
            <table class="table">
                <caption id="managers-caption"><span class="visually-hidden">"Managers"</span></caption>
                <thead><tr>
                    <th scope="col">"Name"</th>
                    <th scope="col" class="num">"Available"</th>
                    <th scope="col" class="num">"Held"</th>
                    <th scope="col" class="num">"Learners"</th>
                    <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| manager_row(id, available, archived, row)).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn manager_row(id: CourseId, available: i64, archived: bool, row: ManagerRow) -> impl IntoView {
    let suspended = (row.state != UserState::Active)
        .then(|| view! { " "<State state=row.state.as_str() label=row.state.label()/> });
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/users/{}", row.user)>{row.name.clone()}</a>" "<span class="under">{row.email.clone()}</span>{suspended}</th>
            <td data-label="Available" class="num"><Balance available=row.available account=row.account/></td>
            <td data-label="Held" class="num"><a href=address::held_of(id, row.user)>{format::count(row.held)}</a></td>
            <td data-label="Learners" class="num"><a href=address::watched(id, row.user)>{format::count(row.learners)}</a></td>
            <td class="act"><Acts id available archived row/></td>
        </tr>
    }
}

/// The ⋮ menu; an act that is not offered says why.
#[component]
fn Acts(id: CourseId, available: i64, archived: bool, row: ManagerRow) -> impl IntoView {
    let to = move |page: &str| address::manager(id, row.user, page);
    view! {
        <Menu of=row.name.clone()>
            {if row.state != UserState::Active {
                view! { <p class="menu-note">{format!("{}: no credits can be assigned to them.", row.state.label())}</p> }.into_any()
            } else if !row.able {
                let user = format!("/admin/users/{}", row.user);
                view! { <p class="menu-note">"They do not hold the role manager: no credits can be assigned to them. "<a href=user>"Give them the role first"</a></p> }.into_any()
            } else if available > 0 {
                view! { <a href=to("assign")>"Assign credits"</a> }.into_any()
            } else if archived {
                view! { <p class="menu-note">"The course has no free credits, and gets none while it is archived."</p> }.into_any()
            } else {
                view! { <p class="menu-note">"The course has no free credits to assign. "<a href="/admin">"Allocate some first"</a></p> }.into_any()
            }}
            {if row.available > 0 {
                view! { <a href=to("take-back")>"Take back"</a> }.into_any()
            } else {
                view! { <p class="menu-note">"Nothing is free to take back."</p> }.into_any()
            }}
            <a href=to("hand-over")>"Hand over"</a>
            <hr/>
            <a class="menu-danger" href=to("remove")>"Remove"</a>
        </Menu>
    }
}
