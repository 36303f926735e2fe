//! *My courses*: where the learner stands in each, and the way in.

use chrono::{DateTime, Utc};
use lectern_contract::registrations::{EarlierCycle, MyCourse};
use lectern_domain::registrations::lists;
use leptos::prelude::*;

use super::{
    forms::{CertificateButton, EarlierCertificate, LaunchButton, StartOverButton},
    words::{attempt_words, invites_to, one_line},
};
use crate::{
    caller::caller,
    components::{Empty, Head, State, When, screen},
    format,
};

/// `/learner/courses`
#[component]
pub fn MyCoursesPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let now = caller.portal.now();
        let courses = lists::my_courses(caller.portal.reader(), caller.actor()).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="My courses"><a class="btn" href="/learner/how-courses-work">"How your courses work"</a></Head>
                <Courses courses now/>
            </main>
        })
    })
}

#[component]
fn Courses(courses: Vec<MyCourse>, now: DateTime<Utc>) -> impl IntoView {
    if courses.is_empty() {
        let text = "Courses appear when somebody invites or enrolls you.";
        return view! { <Empty title="Nothing here yet" text/> }.into_any();
    }
    view! { <ul class="entries">{courses.into_iter().map(|course| view! { <Entry course now/> }).collect_view()}</ul> }
        .into_any()
}

#[component]
fn Entry(course: MyCourse, now: DateTime<Utc>) -> impl IntoView {
    let MyCourse {
        registration,
        title,
        description,
        standing,
        last_launched,
        open,
        certificate,
        due,
        earlier,
        attempts,
        attempt,
    } = course;
    let locked = attempts.are_locked(attempt);
    // Where the next launch begins anew by itself, one button is enough.
    let anew = open && !attempts.begins_new(attempt) && attempts.may_start_over(attempt);
    let words = invites_to(standing, attempts, attempt);
    let about = one_line(&description);
    let name = title.clone();
    let before = |one: EarlierCycle| view! { <EarlierCertificate one about=name.clone() now/> };
    let earlier = earlier.into_iter().map(before).collect_view();
    view! {
        <li class="entry">
            <div>
                <h2>{title}</h2>
                {(!about.is_empty()).then(|| view! { <p>{about}</p> })}
                <p class="entry-facts">
                    <State state=standing.state() label=standing.label()/>
                    {standing.score.is_some().then(|| view! { " "<span>"Score "<span class="num">{format::score(standing.score)}</span></span> })}
                    {(standing.seconds > 0).then(|| view! { " "<span>"Time "<span class="num">{format::duration(standing.seconds)}</span></span> })}
                    {due.map(|at| view! { " "<span>{if at < now { "To be taken again since " } else { "Valid until " }}<When at/></span> })}
                    {last_launched.map(|at| view! { " "<span>"Last opened "<When at/></span> })}
                    {attempt_words(attempts, attempt).map(|words| view! { " "<span>{words}</span> })}
                    {locked.then(|| view! { " "<span>"No attempt is left"</span> })}
                    {(!open).then(|| view! { " "<span>"Cannot be opened yet: nothing is published"</span> })}
                </p>
                {earlier}
            </div>
            <div class="btn-row">
            {(open && !locked).then(|| view! { <LaunchButton registration words about=name.clone()/> })}
            {anew.then(|| view! { <StartOverButton registration about=name.clone()/> })}
            {certificate.then(|| view! { <CertificateButton registration about=name/> })}
            </div>
        </li>
    }
}
