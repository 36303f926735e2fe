//! Taking back what was given to another manager and not used.

use lectern_contract::{CourseId, refusal::Field as Name, sharing::Colleague};
use lectern_domain::{courses::list, credits::given};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::TakeBackGiven, crumbs, tab};
use crate::{
    caller::parameter,
    components::{Empty, Field, Head, PostForm, SelectField, screen},
    format,
    pages::manager::area::{caller_here, id},
};

/// `/manager/courses/:id/credits/take-back`
#[component]
pub fn TakeBackGivenPage() -> impl IntoView {
    let (caller, course, from) = (caller_here(), id::<CourseId>(), parameter("from"));
    screen(async move {
        let (caller, course) = (caller?, course?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let mut colleagues = given::colleagues(db, actor, course).await?;
        colleagues.retain(|one| one.returnable > 0);
        let head = list::head(db, actor, course).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Take back given credits" sub=head.title.clone() crumbs=crumbs(course, &head.title)/>
                {if colleagues.is_empty() {
                    view! { <Nothing course/> }.into_any()
                } else {
                    view! { <TakeBack course from colleagues/> }.into_any()
                }}
            </main>
        })
    })
}

#[component]
fn TakeBack(course: CourseId, from: String, colleagues: Vec<Colleague>) -> impl IntoView {
    let words = |one: &Colleague| {
        format!(
            "{}: up to {}",
            one.name,
            format::plural(one.returnable, "credit", "credits")
        )
    };
    let options = colleagues
        .iter()
        .map(|one| (one.user.to_string(), words(one)))
        .collect();
    view! {
        <PostForm action=TakeBackGiven::url()>
            <input type="hidden" name="course" value=course.to_string()/>
            <SelectField field=Name::User label="Manager" options value=from/>
            <Field field=Name::Amount label="Credits" kind="number" hint="At most what you gave and they have free now."/>
            <p class="hint">"They are told by letter. Credits held by their invitations stay with them."</p>
            <div class="btn-row">
                <button class="btn btn-primary">"Take back"</button><a class="btn" href=tab(course)>"Back"</a>
            </div>
        </PostForm>
    }
}

#[component]
fn Nothing(course: CourseId) -> impl IntoView {
    let text = "You gave nothing away here, or all of it was used, is held by invitations or came back.";
    view! { <Empty title="Nothing to take back" text><a class="btn" href=tab(course)>"Course credits"</a></Empty> }
}
