//! Asking the admins for credits.

use lectern_contract::{CourseId, courses::CourseState, refusal::Field as Name};
use lectern_domain::courses::list;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::RequestCredits, crumbs, tab};
use crate::{
    caller::{asked_amount, refused_form},
    components::{Empty, Field, Head, LongField, PostForm, screen},
    pages::manager::area::{caller_here, id},
};

/// `/manager/courses/:id/credits/request`
#[component]
pub fn RequestPage() -> impl IntoView {
    let (caller, course) = (caller_here(), id::<CourseId>());
    let amount = asked_amount();
    let came_back = refused_form().is_some_and(|form| form.action == RequestCredits::url());
    screen(async move {
        let (caller, course) = (caller?, course?);
        let head = list::head(caller.portal.reader(), caller.actor(), course).await?;
        let archived = head.state == CourseState::Archived;
        // What was typed comes back even where the course was archived meanwhile.
        let offered = !archived || came_back;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Request credits" sub=head.title.clone() crumbs=crumbs(course, &head.title)/>
                {if offered {
                    view! { <Ask course amount/> }.into_any()
                } else {
                    view! { <Archived course/> }.into_any()
                }}
            </main>
        })
    })
}

#[component]
fn Ask(course: CourseId, amount: String) -> impl IntoView {
    view! {
        <PostForm action=RequestCredits::url()>
            <input type="hidden" name="course" value=course.to_string()/>
            <Field field=Name::Amount label="Credits" kind="number" value=amount hint="One credit enrolls one person."/>
            <LongField field=Name::Note label="What for" rows=3 hint="The admins read it, for example “Twelve new colleagues start in May”."/>
            <p class="hint">"Every admin is told by letter; you are told what they decide. Until then you can withdraw the request."</p>
            <div class="btn-row">
                <button class="btn btn-primary">"Request Credits"</button><a class="btn" href=tab(course)>"Back"</a>
            </div>
        </PostForm>
    }
}

#[component]
fn Archived(course: CourseId) -> impl IntoView {
    let text = "The course is archived, so nobody new can be invited to it and no credits can be requested for it.";
    view! { <Empty title="Nothing to request" text><a class="btn" href=tab(course)>"Course credits"</a></Empty> }
}
