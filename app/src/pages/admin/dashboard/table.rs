//! Every course with its available number, and the ways to give it credits.

use lectern_contract::{
    courses::CourseState,
    credits::{CourseCredits, CreditsOverview},
    refusal::Field as Name,
};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    caller::{asked_amount, parameter},
    components::{CellNumber, Credits, Menu, Number, PostForm, Problem, State},
    format,
    pages::admin::{courses::address, credits::actions::AllocateCredits},
};

/// The table of *Assign Credits*.
#[component]
pub fn CourseTable(overview: CreditsOverview) -> impl IntoView {
    let CreditsOverview {
        pool,
        courses,
        archived,
        archived_consumed,
        ..
    } = overview;
    let sum = |of: fn(&CourseCredits) -> i64| courses.iter().map(of).sum::<i64>();
    let available = sum(|row| row.available);
    let (with_managers, held, consumed) = (
        sum(|row| row.with_managers),
        sum(|row| row.held),
        sum(|row| row.consumed) + archived_consumed,
    );
    let adds = archived_consumed > 0 || courses.is_empty();
    view! {
        <div class="table-wrap" role="group" aria-labelledby="assign" tabindex="0">
            <table class="table">
                <thead><tr>
                    <th scope="col">"Course"</th><th scope="col" class="num">"Available"</th>
                    <th scope="col" class="num">"With managers"</th><th scope="col" class="num">"Held"</th>
                    <th scope="col" class="num">"Consumed"</th><th scope="col">"From the pool"</th>
                    <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>
                    {courses.into_iter().map(|row| view! { <CourseLine row pool/> }).collect_view()}
                    {adds.then(|| view! { <ArchivedLine courses=archived consumed=archived_consumed/> })}
                </tbody>
                <tfoot><tr>
                    <th scope="row">"Total"</th>
                    <td data-label="Available" class="num"><Number value=available/></td>
                    <td data-label="With managers" class="num"><Number value=with_managers/></td>
                    <td data-label="Held" class="num"><Number value=held/></td>
                    <td data-label="Consumed" class="num"><Number value=consumed/></td>
                    <td></td><td></td>
                </tr></tfoot>
            </table>
        </div>
    }
}

#[component]
fn CourseLine(row: CourseCredits, pool: i64) -> impl IntoView {
    let course = format!("/admin/courses/{}", row.course);
    let badge = match row.account {
        Some(account) => {
            view! { <Credits available=row.available low=row.low href=format!("/admin/accounts/{account}")/> }
                .into_any()
        }
        None => view! { <Credits available=row.available/> }.into_any(),
    };
    let archived = row.state == CourseState::Archived;
    let state = archived.then(|| view! { " "<State state=row.state.as_str() label=row.state.label()/> });
    view! {
        <tr>
            <th scope="row"><a href=course.clone()>{row.title.clone()}</a>{state}</th>
            <td data-label="Available" class="num">{badge}</td>
            <td data-label="With managers" class="num"><a href=format!("{course}/managers")><Number value=row.with_managers/></a></td>
            <td data-label="Held" class="num"><a href=address::pending(row.course)><Number value=row.held/></a></td>
            <td data-label="Consumed" class="num"><a href=address::consumed(row.course)><Number value=row.consumed/></a></td>
            <td data-label="From the pool">
                {archived.then(|| view! { <span class="quiet">"Nothing: the course is archived"</span> })}
                {(pool > 0 && !archived).then(|| view! { <Allocate row=row.clone()/> })}
            </td>
            <td class="act"><Acts row course/></td>
        </tr>
    }
}

/// What archived courses add to the total that have nothing else to show.
#[component]
fn ArchivedLine(courses: i64, consumed: i64) -> impl IntoView {
    let name = format::plural(courses, "archived course", "archived courses");
    view! {
        <tr>
            <th scope="row"><a href="/admin/courses?state=archived">{name}</a>" without credits"</th>
            <td data-label="Available" class="num"><Number value=0/></td>
            <td data-label="With managers" class="num"><Number value=0/></td>
            <td data-label="Held" class="num"><Number value=0/></td>
            <td data-label="Consumed" class="num"><Number value=consumed/></td>
            <td></td><td></td>
        </tr>
    }
}

/// Allocates from the pool, right in the row.
#[component]
fn Allocate(row: CourseCredits) -> impl IntoView {
    // A letter or banner may lead here with a number for this course.
    let mine = parameter("course") == row.course.to_string();
    let proposed = if mine { asked_amount() } else { String::new() };
    view! {
        <PostForm action=AllocateCredits::url() id=format!("allocate-{}", row.course) class="cell-form">
            <input type="hidden" name="course" value=row.course.to_string()/>
            <CellNumber field=Name::Amount value=proposed label=format!("Credits for {}", row.title)/>
            <Problem field=Name::Course/>
            <button class="btn btn-small">"Allocate"</button>
        </PostForm>
    }
}

#[component]
fn Acts(row: CourseCredits, course: String) -> impl IntoView {
    let back = if row.available > 0 {
        view! { <a href=format!("/admin/credits/deallocate/{}", row.course)>"Return to pool"</a> }.into_any()
    } else {
        view! { <p class="menu-note">"Nothing is free here that could return to the pool."</p> }.into_any()
    };
    let managers = match row.state {
        CourseState::Archived => "Take back from managers",
        _ => "Assign to managers",
    };
    view! {
        <Menu of=row.title>
            <a href=format!("{course}/managers")>{managers}</a>
            {back}
        </Menu>
    }
}
