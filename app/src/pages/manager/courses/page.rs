//! The courses the acting manager is registered on, each with the credits they can invite with.

use lectern_contract::{
    UserId,
    courses::{CourseState, ManagedCourse},
};
use lectern_domain::{courses::list, plans::freeze};
use leptos::prelude::*;

use crate::{
    components::{Credits, Empty, FrozenBanner, Head, State, screen},
    format,
    pages::manager::area::{caller_here, held_of, watched},
};

/// `/manager/courses`
#[component]
pub fn ManagedCoursesPage() -> impl IntoView {
    let caller = caller_here();
    screen(async move {
        let caller = caller?;
        let courses = list::managed(caller.portal.reader(), caller.actor()).await?;
        let frozen = freeze::look(&caller.portal, caller.actor()).await?;
        let (role, user) = (caller.actor().role, caller.actor().user);
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Courses" sub="The courses you manage, and the credits you can invite with."/>
                <FrozenBanner frozen role/>
                {if courses.is_empty() {
                    view! { <Empty title="No courses yet" text="Ask an admin to register you on a course and to assign you credits; then you can invite people here."/> }.into_any()
                } else {
                    view! { <ul class="entries">{courses.into_iter().map(|course| view! { <Entry course user/> }).collect_view()}</ul> }.into_any()
                }}
            </main>
        })
    })
}

#[component]
fn Entry(course: ManagedCourse, user: UserId) -> impl IntoView {
    let page = format!("/manager/courses/{}", course.id);
    let held = format::plural(
        i64::try_from(course.held).unwrap_or(i64::MAX),
        "credit held",
        "credits held",
    );
    let learners = format::plural(
        i64::try_from(course.learners).unwrap_or(i64::MAX),
        "learner",
        "learners",
    );
    let ready = course.state.is_live() && course.available > 0;
    let about = course.title.clone();
    view! {
        <li class="entry">
            <div>
                <h2><a href=page.clone()>{course.title}</a></h2>
                <p class="entry-facts">
                    <Credits available=course.available href=format!("{page}/credits")/>" "
                    <a href=held_of(course.id, user)>{held}</a>" "
                    <a href=watched(course.id)>{learners}</a>" "
                    {state_words(course.state).map(|words| view! { <State state=course.state.as_str() label=words/> })}
                </p>
            </div>
            <div class="btn-row">
                <a class=if ready { "btn btn-primary" } else { "btn" } href=page>"Invite users"<span class="visually-hidden">{format!(" to {about}")}</span></a>
            </div>
        </li>
    }
}

/// Why nobody can be invited just now.
const fn state_words(state: CourseState) -> Option<&'static str> {
    match state {
        CourseState::Published => None,
        CourseState::Draft => Some("Not published yet"),
        CourseState::Archived => Some("Archived"),
    }
}
