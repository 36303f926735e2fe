//! Recertifications that fall due: each number leads to those it counts.

use lectern_contract::{
    CourseId, Role,
    credits::AccountKind,
    outlook::{CourseRenewals, Horizon, Outlook, Renewals},
};
use leptos::prelude::*;

use crate::{
    components::{Credits, Number},
    format,
};

/// "3 fall due within four weeks, 12 within a year". The pool's numbers lead to the courses they are of, below.
#[component]
pub fn Due(kind: AccountKind, course: Option<CourseId>, renewals: Renewals) -> impl IntoView {
    let Renewals { soon, year } = renewals;
    let whose = (kind == AccountKind::Pool).then_some(", beyond what their courses can pay");
    let rows = |within: Horizon| match (kind, course) {
        (AccountKind::Course, Some(course)) => learners(Role::Admin, course, within),
        _ => "#recertifications".to_owned(),
    };
    let soon = format!(
        "{} {}",
        format::plural(soon, "falls due", "fall due"),
        Horizon::Soon.label()
    );
    let year = format!("{} {}", format::number(year), Horizon::Year.label());
    view! { <a href=rows(Horizon::Soon)>{soon}</a>", "<a href=rows(Horizon::Year)>{year}</a>{whose} }
}

/// Tells a manager how many of their learners have to take the course again, and that this takes no credit of theirs:
/// an admin begins the next cycle. Nothing where nobody has to.
#[component]
pub fn OwnDue(
    /// The manager's.
    outlook: Outlook,
) -> impl IntoView {
    let (course, Renewals { soon, year }) = (outlook.course?, outlook.renewals);
    let way = move |within: Horizon| learners(Role::Manager, course, within);
    let next = ". Their next cycle is begun by an admin and takes a credit of the course or of the pool, not yours.";
    let have = |n: i64| if n == 1 { " has" } else { " have" };
    let first = if soon > 0 { Horizon::Soon } else { Horizon::Year };
    let many = if soon > 0 { soon } else { year };
    let later = (soon > 0).then(|| {
        let words = format!("{} {}", format::number(year), Horizon::Year.label());
        view! { ", "<a href=way(Horizon::Year)>{words}</a> }
    });
    (year > 0).then(|| {
        view! {
            <p class="hint">
                <a href=way(first)>{format!("{} of your learners", format::number(many))}</a>
                {format!("{} to take this course again {}", have(many), first.label())}{later}{next}
            </p>
        }
    })
}

/// The learners of a course who have to take it again so soon.
fn learners(role: Role, course: CourseId, within: Horizon) -> String {
    format!("/{role}/courses/{course}/learners?due={within}")
}

/// The courses whose recertifications the pool has to pay; nothing where there are none.
#[component]
pub fn ByCourse(courses: Vec<CourseRenewals>) -> impl IntoView {
    let sum = |of: fn(Renewals) -> i64| courses.iter().map(|row| of(row.of_pool())).sum::<i64>();
    let (soon, year) = (sum(|due| due.soon), sum(|due| due.year));
    (!courses.is_empty()).then(|| {
        view! {
            <div class="table-wrap" role="group" aria-labelledby="recertifications" tabindex="0">
                <table class="table">
                    <caption id="recertifications">"Recertifications that the pool has to pay"</caption>
                    <thead><tr>
                        <th scope="col">"Course"</th><th scope="col" class="num">"Its own credits"</th>
                        <th scope="col" class="num">"Due within four weeks"</th><th scope="col" class="num">"Paid by the pool"</th>
                        <th scope="col" class="num">"Due within a year"</th><th scope="col" class="num">"Paid by the pool"</th>
                    </tr></thead>
                    <tbody>{courses.into_iter().map(|row| view! { <OneCourse row/> }).collect_view()}</tbody>
                    <tfoot><tr>
                        <th scope="row">"Total"</th><td></td><td></td>
                        <td data-label="Paid by the pool within four weeks" class="num"><Number value=soon/></td><td></td>
                        <td data-label="Paid by the pool within a year" class="num"><Number value=year/></td>
                    </tr></tfoot>
                </table>
            </div>
        }
    })
}

#[component]
fn OneCourse(row: CourseRenewals) -> impl IntoView {
    let paid = row.of_pool();
    let due = |within: Horizon, number: i64| {
        view! { <a href=learners(Role::Admin, row.course, within)>{format::number(number)}</a> }
    };
    let own = match row.account {
        Some(account) => view! { <Credits available=row.free href=format!("/admin/accounts/{account}")/> }.into_any(),
        None => view! { <Credits available=row.free/> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/courses/{}", row.course)>{row.title}</a></th>
            <td data-label="Its own credits" class="num">{own}</td>
            <td data-label="Due within four weeks" class="num">{due(Horizon::Soon, row.due.soon)}</td>
            <td data-label="Paid by the pool within four weeks" class="num"><Number value=paid.soon/></td>
            <td data-label="Due within a year" class="num">{due(Horizon::Year, row.due.year)}</td>
            <td data-label="Paid by the pool within a year" class="num"><Number value=paid.year/></td>
        </tr>
    }
}
