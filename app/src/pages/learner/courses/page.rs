//! *My courses*: where the learner stands in each, and the way in.

use chrono::{DateTime, Utc};
use lectern_contract::{
    RegistrationId,
    registrations::{EarlierCycle, MyCourse},
};
use lectern_domain::registrations::lists;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    caller::caller,
    components::{Empty, Head, PostForm, State, When, screen},
    format,
    pages::{learner::launch::actions::Launch, manager::learners::actions::IssueCertificate},
};

/// Characters of a description that stand in the list.
const ONE_LINE: usize = 160;

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
    } = course;
    let words = standing.invites_to();
    let about = one_line(&description);
    let (name, about_whom) = (title.clone(), title.clone());
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
                    {(!open).then(|| view! { " "<span>"Cannot be opened yet: nothing is published"</span> })}
                </p>
                {earlier}
            </div>
            <div class="btn-row">
            {open.then(|| view! {
                <PostForm action=Launch::url() id=registration.to_string() class="btn-row">
                    <input type="hidden" name="registration" value=registration.to_string()/>
                    <button class="btn btn-primary">{words}<span class="visually-hidden">" "{name}</span></button>
                </PostForm>
            })}
            {certificate.then(|| view! { <CertificateButton registration about=about_whom/> })}
            </div>
        </li>
    }
}

/// Leads to the paper.
#[component]
fn CertificateButton(registration: RegistrationId, about: String) -> impl IntoView {
    view! {
        <PostForm action=IssueCertificate::url() id=format!("certificate-{registration}") class="btn-row">
            <input type="hidden" name="registration" value=registration.to_string()/>
            <button class="btn">"Certificate"<span class="visually-hidden">{format!(" of {about}")}</span></button>
        </PostForm>
    }
}

/// Leads to the paper of an earlier cycle, which is valid until its day.
#[component]
fn EarlierCertificate(one: EarlierCycle, about: String, now: DateTime<Utc>) -> impl IntoView {
    let EarlierCycle {
        registration,
        completed,
        until,
    } = one;
    let until = until.map(|at| {
        let words = if at < now { "Expired on " } else { "Valid until " };
        view! { " "<span>{words}<When at/></span> }
    });
    view! {
        <PostForm action=IssueCertificate::url() id=format!("certificate-{registration}") class="entry-facts">
            <input type="hidden" name="registration" value=registration.to_string()/>
            <button class="btn btn-link">{format!("Certificate of {}", format::day(completed))}<span class="visually-hidden">{format!(" for {about}")}</span></button>
            {until}
        </PostForm>
    }
}

/// The first line of a description, cut where it is long.
fn one_line(text: &str) -> String {
    let line = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    match line.char_indices().nth(ONE_LINE) {
        None => line.to_owned(),
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_descriptions_are_cut_between_characters() {
        assert_eq!(one_line(" \n First.\nSecond."), "First.");
        assert_eq!(one_line(""), "");
        let cut = one_line(&"ü".repeat(500));
        assert_eq!(cut.chars().count(), ONE_LINE + 1);
        assert!(cut.ends_with('…'));
    }
}
