//! *My courses*: where the learner stands in each, and the way in.

use chrono::{DateTime, Utc};
use lectern_contract::{
    RegistrationId,
    attempts::{AttemptStanding, Attempts},
    registrations::{EarlierCycle, MyCourse, Standing},
};
use lectern_domain::registrations::lists;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    caller::caller,
    components::{Empty, Head, PostForm, State, When, screen},
    format,
    pages::{
        learner::launch::actions::{Launch, StartOver},
        manager::learners::actions::IssueCertificate,
    },
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

/// Opens the course.
#[component]
fn LaunchButton(registration: RegistrationId, words: &'static str, about: String) -> impl IntoView {
    view! {
        <PostForm action=Launch::url() id=registration.to_string() class="btn-row">
            <input type="hidden" name="registration" value=registration.to_string()/>
            <button class="btn btn-primary">{words}<span class="visually-hidden">" "{about}</span></button>
        </PostForm>
    }
}

/// Opens the course in a new attempt.
#[component]
fn StartOverButton(registration: RegistrationId, about: String) -> impl IntoView {
    view! {
        <PostForm action=StartOver::url() id=format!("anew-{registration}") class="btn-row">
            <input type="hidden" name="registration" value=registration.to_string()/>
            <button class="btn">"Start over"<span class="visually-hidden">" "{about}</span></button>
        </PostForm>
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

/// What the button that opens the course says: a retake is gone on with, however well an earlier attempt ended.
fn invites_to(standing: Standing, attempts: Attempts, attempt: AttemptStanding) -> &'static str {
    if attempt.number > 0 && attempts.begins_new(attempt) {
        "Launch again"
    } else if attempt.number > 1 && !attempt.over {
        "Resume"
    } else {
        standing.invites_to()
    }
}

/// Which attempt it is, where that says something: from the second on, and where the course ends them.
fn attempt_words(attempts: Attempts, attempt: AttemptStanding) -> Option<String> {
    match (attempts.most, attempt.number) {
        (None, 0 | 1) => None,
        (Some(most), 0) => Some(format::plural(most.into(), "attempt", "attempts")),
        // Fewer than were made are allowed since.
        (Some(most), number) if number <= most => Some(format!("Attempt {number} of {most}")),
        (_, number) => Some(format!("Attempt {number}")),
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
    use lectern_contract::{
        attempts::NewAttempt,
        registrations::{Completion, Success},
    };

    use super::*;

    #[test]
    fn an_attempt_is_told_from_the_second_on_and_where_they_end() {
        let says = |most, number| {
            let attempts = Attempts {
                most,
                ..Attempts::default()
            };
            let standing = AttemptStanding { number, over: false };
            attempt_words(attempts, standing).unwrap_or_default()
        };
        assert_eq!([says(None, 0), says(None, 1)], ["", ""]);
        assert_eq!(says(None, 2), "Attempt 2");
        assert_eq!(says(Some(3), 0), "3 attempts");
        assert_eq!(says(Some(1), 0), "1 attempt");
        assert_eq!(says(Some(3), 2), "Attempt 2 of 3");
        assert_eq!(says(Some(2), 3), "Attempt 3", "fewer are allowed since");
    }

    #[test]
    fn a_retake_is_gone_on_with_and_one_that_begins_by_itself_is_said() {
        let passed = Standing {
            completion: Completion::Completed,
            success: Success::Passed,
            score: None,
            seconds: 0,
            first_launched: Some(DateTime::UNIX_EPOCH),
        };
        let says = |new, number, over| {
            let attempts = Attempts {
                new,
                most: Some(3),
                ..Attempts::default()
            };
            invites_to(passed, attempts, AttemptStanding { number, over })
        };
        assert_eq!(says(NewAttempt::No, 1, true), "Review");
        assert_eq!(says(NewAttempt::No, 2, false), "Resume");
        assert_eq!(says(NewAttempt::WhenOver, 2, false), "Resume");
        assert_eq!(says(NewAttempt::WhenOver, 2, true), "Launch again");
        assert_eq!(says(NewAttempt::Always, 2, false), "Launch again");
        assert_eq!(says(NewAttempt::Always, 3, true), "Review", "none is left");
    }

    #[test]
    fn long_descriptions_are_cut_between_characters() {
        assert_eq!(one_line(" \n First.\nSecond."), "First.");
        assert_eq!(one_line(""), "");
        let cut = one_line(&"ü".repeat(500));
        assert_eq!(cut.chars().count(), ONE_LINE + 1);
        assert!(cut.ends_with('…'));
    }
}
