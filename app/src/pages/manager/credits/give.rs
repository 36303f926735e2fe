//! Giving credits to another manager of the course.

use lectern_contract::{
    CourseId,
    courses::{CourseHead, CourseState},
    refusal::Field as Name,
    sharing::Colleague,
};
use lectern_domain::{courses::list, credits::given};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::GiveCredits, crumbs, tab};
use crate::{
    components::{Empty, Field, Head, PostForm, SelectField, screen},
    format,
    islands::left::Left,
    pages::manager::area::{caller_here, id},
};

/// `/manager/courses/:id/credits/give`
#[component]
pub fn GivePage() -> impl IntoView {
    let (caller, course) = (caller_here(), id::<CourseId>());
    screen(async move {
        let (caller, course) = (caller?, course?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let colleagues = given::colleagues(db, actor, course).await?;
        let (away, colleagues): (Vec<Colleague>, Vec<Colleague>) =
            colleagues.into_iter().partition(|one| one.suspended);
        let head = list::head(db, actor, course).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Give credits" sub="To another manager of the course." crumbs=crumbs(course, &head.title)/>
                {match (colleagues.is_empty(), head.available) {
                    (true, _) => view! { <Nobody course alone=away.is_empty()/> }.into_any(),
                    (false, ..=0) => view! { <Nothing course state=head.state/> }.into_any(),
                    (false, _) => view! { <Give head colleagues/> }.into_any(),
                }}
                <Away away/>
            </main>
        })
    })
}

#[component]
fn Give(head: CourseHead, colleagues: Vec<Colleague>) -> impl IntoView {
    let hint = format!(
        "From 1 to {}; credits held by your invitations stay with them.",
        format::number(head.available)
    );
    let options = std::iter::once((String::new(), "Choose a manager".to_owned()))
        .chain(
            colleagues
                .into_iter()
                .map(|one| (one.user.to_string(), format!("{} ({})", one.name, one.email))),
        )
        .collect();
    view! {
        <PostForm action=GiveCredits::url()>
            <input type="hidden" name="course" value=head.id.to_string()/>
            <input type="hidden" name="available" value=head.available.to_string()/>
            <SelectField field=Name::User label="Manager" options/>
            <Field field=Name::Amount label="Credits" kind="number" hint/>
            <Left/>
            <p class="hint">"They are told by letter. What they do not use you can take back."</p>
            <div class="btn-row">
                <button class="btn btn-primary">"Give credits"</button><a class="btn" href=tab(head.id)>"Back"</a>
            </div>
        </PostForm>
    }
}

/// Why some colleagues are not among those to choose from.
#[component]
fn Away(away: Vec<Colleague>) -> impl IntoView {
    let names: Vec<String> = away.into_iter().map(|one| one.name).collect();
    let are = if names.len() == 1 { "is" } else { "are" };
    (!names.is_empty()).then(|| {
        view! { <p class="hint">{format!("{} {are} suspended and can be given nothing.", names.join(", "))}</p> }
    })
}

#[component]
fn Nobody(course: CourseId, alone: bool) -> impl IntoView {
    let text = if alone {
        "You manage this course alone. An admin can register other managers on it; then you can share credits."
    } else {
        "Nobody else who manages this course can sign in now. An admin can restore them, or register others."
    };
    view! { <Empty title="Nobody to give to" text><a class="btn" href=tab(course)>"Course credits"</a></Empty> }
}

#[component]
fn Nothing(course: CourseId, state: CourseState) -> impl IntoView {
    if state == CourseState::Archived {
        let text = "You have no free credits on this course, and it is archived.";
        return view! { <Empty title="Nothing to give" text><a class="btn" href=tab(course)>"Course credits"</a></Empty> }
            .into_any();
    }
    let text = "You have no free credits on this course. Request some, or cancel invitations that hold them.";
    view! {
        <Empty title="Nothing to give" text>
            <a class="btn btn-primary" href=format!("{}/request", tab(course))>"Request Credits"</a>
        </Empty>
    }
    .into_any()
}
