//! Enrolling a user, who exists or is made by the same form.

use lectern_contract::{
    UserId,
    credits::{CreditSource, EnrollChoice, EnrollChoices},
    people::UserState,
    refusal::Field as Name,
};
use lectern_domain::{accounts::users, registrations::choices::choices};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    HAND_OVER,
    actions::{EnrollNewUser, EnrollUser},
    crumbs,
    fields::PersonFields,
};
use crate::{
    caller::{caller, parameter, path_id},
    components::{Empty, Head, NoMail, PostForm, SelectField, screen},
    format,
};

/// `/admin/users/:id/enroll`
#[component]
pub fn EnrollPage() -> impl IntoView {
    let (caller, id, course) = (caller(), path_id::<UserId>("id"), parameter("course"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let user = users::show(db, actor, id).await?;
        if user.state != UserState::Active {
            return Err(lectern_contract::Refusal::UserSuspended.into());
        }
        let choices = choices(db, actor, Some(id)).await?;
        let back = format!("/admin/users/{id}");
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Enroll User" sub=format!("{}, {}", user.name, user.email) crumbs=crumbs(Some(&user))/>
                {if choices.courses.is_empty() { view! { <NoCourse/> }.into_any() } else { view! {
                    <PostForm action=EnrollUser::url()>
                        <input type="hidden" name="user" value=id.to_string()/>
                        <CourseField choices course/>
                        <div class="btn-row">
                            <button class="btn btn-primary">"Enroll User"</button><a class="btn" href=back>"Back"</a>
                        </div>
                    </PostForm>
                }.into_any() }}
            </main>
        })
    })
}

/// `/admin/users/enroll-new`
#[component]
pub fn EnrollNewPage() -> impl IntoView {
    let (caller, course) = (caller(), parameter("course"));
    screen(async move {
        let caller = caller?;
        let choices = choices(caller.portal.reader(), caller.actor(), None).await?;
        let mail = caller.portal.settings().mail;
        let sub = "Makes a learner and enrolls them, or does neither. A letter with a link to choose a password goes to the address.";
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="New learner" sub crumbs=crumbs(None)/>
                {(!mail).then(|| view! { <NoMail says=HAND_OVER/> })}
                {if choices.courses.is_empty() { view! { <NoCourse/> }.into_any() } else { view! {
                    <PostForm action=EnrollNewUser::url()>
                        <PersonFields/>
                        <CourseField choices course/>
                        <div class="btn-row">
                            <button class="btn btn-primary">"Create and enroll"</button><a class="btn" href="/admin/users">"Back"</a>
                        </div>
                    </PostForm>
                }.into_any() }}
            </main>
        })
    })
}

/// The course, each with where its credit will come from.
#[component]
fn CourseField(choices: EnrollChoices, course: String) -> impl IntoView {
    let pool = choices.pool;
    let line = |choice: EnrollChoice| {
        let cost = cost(&choice, pool);
        let again = if choice.again { "completed; a new cycle, " } else { "" };
        (choice.course.to_string(), format!("{} – {again}{cost}", choice.title))
    };
    let none = (String::new(), "Choose a course".to_owned());
    let options = std::iter::once(none)
        .chain(choices.courses.into_iter().map(line))
        .collect();
    let hint = format!(
        "One credit is used: one of the course’s own unassigned credits, else one of the pool, which has {}.",
        format::number(pool)
    );
    let empty = pool <= 0;
    view! {
        <SelectField field=Name::Course label="Course" options value=course hint/>
        {empty.then(|| view! {
            <p class="hint">"The pool has no credit: courses without credits of their own need you to "<a href="/admin/credits/grant">"grant credits"</a>" first."</p>
        })}
    }
}

/// Where the credit will come from, in words with its number.
fn cost(choice: &EnrollChoice, pool: i64) -> String {
    match choice.source {
        Some(CreditSource::Course) => format!(
            "one of the course’s {}",
            format::plural(choice.available, "credit", "credits")
        ),
        Some(CreditSource::Pool) => format!("one of the pool’s {}", format::plural(pool, "credit", "credits")),
        Some(CreditSource::Earlier) => "no new credit: the one consumed before still counts".into(),
        None => "no credit available".into(),
    }
}

#[component]
fn NoCourse() -> impl IntoView {
    let text =
        "Only published courses can be enrolled in, and each again only when it was completed. Publish a course first.";
    view! { <Empty title="No course to enroll in" text><a class="btn" href="/admin/courses">"Courses"</a></Empty> }
}
