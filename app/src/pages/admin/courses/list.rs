//! The list of courses.

use lectern_contract::{
    courses::{CourseRow, CourseState},
    paging::Page,
};
use lectern_domain::courses;
use leptos::prelude::*;

use super::{address, balance::Balance};
use crate::{
    caller::{caller, list_query, parameter},
    components::{Empty, Filter, Head, Pager, State, screen},
    format,
};

/// `/admin/courses?q=…&state=…&page=…`
#[component]
pub fn CoursesPage() -> impl IntoView {
    let (caller, query, state) = (caller(), list_query(), parameter("state"));
    screen(async move {
        let caller = caller?;
        let wanted = state.parse::<CourseState>().ok();
        let courses = courses::list::list(caller.portal.reader(), caller.actor(), &query, wanted).await?;
        let bare = query.search.is_empty() && wanted.is_none();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Courses"><a class="btn btn-primary" href="/admin/courses/new">"Upload Course"</a></Head>
                {if courses.total == 0 && bare { view! { <NoCourses/> }.into_any() } else { view! { <Found courses/> }.into_any() }}
            </main>
        })
    })
}

/// Before the first course.
#[component]
fn NoCourses() -> impl IntoView {
    view! {
        <Empty title="No courses yet" text="Upload the first package: SCORM 1.2, SCORM 2004, or web pages in a zip. You look it over before anybody sees it.">
            <a class="btn" href="/admin/courses?state=archived">"Show archived courses"</a>
        </Empty>
    }
}

#[component]
fn Found(courses: Page<CourseRow>) -> impl IntoView {
    let states = CourseState::ALL
        .iter()
        .map(|state| (state.to_string(), state.label().to_owned()))
        .collect();
    let nothing = courses.rows.is_empty();
    view! {
        <Filter selects=vec![("state", "State", states)]/>
        {if nothing {
            view! { <Empty title="Nothing found" text="No course fits this search. Archived courses are listed when you choose that state."/> }.into_any()
        } else {
            view! { <CourseTable rows=courses.rows.clone()/><Pager page=courses what="courses"/> }.into_any()
        }}
    }
}

#[component]
fn CourseTable(rows: Vec<CourseRow>) -> impl IntoView {
    view! {
        <div class="table-wrap" role="group" aria-labelledby="courses-caption" tabindex="0">
            <table class="table">
                <caption id="courses-caption"><span class="visually-hidden">"Courses"</span></caption>
                <thead><tr>
                    <th scope="col">"Title"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"Standard"</th>
                    <th scope="col" class="num">"Learners"</th>
                    <th scope="col" class="num">"Credits"</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(course_row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn course_row(row: CourseRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><a href=address::course(row.id)>{row.title}</a></th>
            <td data-label="State"><State state=row.state.as_str() label=row.state.label()/></td>
            <td data-label="Standard">{row.standard.label()}</td>
            <td data-label="Learners" class="num"><a href=address::learners(row.id)>{format::count(row.learners)}</a></td>
            <td data-label="Credits" class="num"><Balance available=row.available account=row.account/></td>
        </tr>
    }
}
