//! The *Learners* tab: a manager sees those they watch, an admin all.

use chrono::{DateTime, Utc};
use lectern_contract::{
    CourseId, Role,
    paging::Page,
    registrations::{LearnerRow, RegistrationState},
};
use lectern_domain::{
    courses::list,
    registrations::lists::{self, Wanted},
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::{IssueCertificate, RemindLearner};
use crate::{
    caller::{Caller, list_query, parameter},
    components::{
        Empty, Filter, FormButton, Head, Menu, Narrowed, Pager, State, When, course_tabs::CourseTabs, filter::Select,
        screen,
    },
    format,
    pages::manager::area::{caller_here, crumbs, id, invitations_of, manager_named},
    refusal::Answer,
};

/// `/manager/courses/:id/learners`, `/admin/courses/:id/learners`
#[component]
pub fn LearnersPage() -> impl IntoView {
    let (caller, course, query, asked) = (caller_here(), id::<CourseId>(), list_query(), asked());
    screen(async move {
        let (caller, course) = (caller?, course?);
        let actor = caller.actor();
        let head = list::head(caller.portal.reader(), actor, course).await?;
        let page = lists::learners(&caller.portal, actor, course, &query, asked).await?;
        let by = narrowed(&caller, asked).await?;
        let (role, now) = (actor.role, caller.portal.now());
        let bare = page.total == 0 && query.search.is_empty() && asked.state.is_none() && by.is_empty();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=head.title.clone() crumbs=crumbs(role)/>
                <CourseTabs role course title=head.title/>
                {if bare {
                    view! { <NobodyYet role course/> }.into_any()
                } else {
                    view! { <Filter selects=states() fixed=&["manager", "credit", "due"]/> <Narrowed by/> <Learners page role now/> }.into_any()
                }}
            </main>
        })
    })
}

/// What the address asks for beside words and page.
fn asked() -> Wanted {
    Wanted {
        manager: parameter("manager").parse().ok(),
        state: parameter("state").parse().ok(),
        consumed: parameter("credit") == "consumed",
        due: parameter("due").parse().ok(),
    }
}

fn states() -> Vec<Select> {
    let words = |state: &RegistrationState| (state.to_string(), state.label().to_owned());
    vec![("state", "State", RegistrationState::ALL.iter().map(words).collect())]
}

/// What else narrows the list, in words.
async fn narrowed(caller: &Caller, asked: Wanted) -> Answer<Vec<(&'static str, String)>> {
    let mut by = Vec::new();
    if let Some(name) = manager_named(caller, asked.manager).await? {
        by.push(("manager", format!("Watched by {name}")));
    }
    if asked.consumed {
        by.push(("credit", "Whose credit is consumed".to_owned()));
    }
    if let Some(within) = asked.due {
        by.push(("due", format!("To be taken again {}", within.label())));
    }
    Ok(by)
}

#[component]
fn NobodyYet(role: Role, course: CourseId) -> impl IntoView {
    view! {
        <Empty title="No learners yet" text="People stand here as soon as they accept an invitation or are enrolled by an admin.">
            <a class="btn btn-primary" href=invitations_of(role, course)>"Invite users"</a>
        </Empty>
    }
}

#[component]
fn Learners(page: Page<LearnerRow>, role: Role, now: DateTime<Utc>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <Empty title="Nobody found" text="Nobody here fits this search. Try fewer words, or show all."/> }.into_any();
    }
    let rows = page.rows.clone();
    view! {
        <div class="table-wrap" role="group" aria-labelledby="learners-caption" tabindex="0">
            <table class="table">
                <caption id="learners-caption"><span class="visually-hidden">"Learners"</span></caption>
                <thead><tr>
                    <th scope="col">"Learner"</th>
                    <th scope="col">"Standing"</th>
                    <th scope="col" class="num">"Score"</th>
                    <th scope="col" class="num">"Time"</th>
                    <th scope="col">"Last opened"</th>
                    <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| view! { <Learner row role now/> }).collect_view()}</tbody>
            </table>
        </div>
        <Pager page what="learners"/>
    }
    .into_any()
}

#[component]
fn Learner(row: LearnerRow, role: Role, now: DateTime<Utc>) -> impl IntoView {
    let withdrawn = row.state == RegistrationState::Withdrawn;
    let standing = if withdrawn { "Withdrawn" } else { row.standing.label() };
    // The style sheet's word for a standing is its label in one piece.
    let state = standing.to_lowercase().replace(' ', "_");
    let acts = row.clone();
    view! {
        <tr>
            <th scope="row">
                {match role {
                    Role::Admin => view! { <a href=format!("/admin/users/{}", row.user)>{row.name}</a> }.into_any(),
                    _ => row.name.into_any(),
                }}
                " "<span class="under">{row.email}{(row.cycle > 1).then(|| format!(", cycle {}", row.cycle))}</span>
            </th>
            <td data-label="Standing"><State state label=standing/>{row.due.map(|at| view! {
                " "<span class="under">{if at < now { "To be taken again since " } else { "Valid until " }}<When at/></span>
            })}{(row.attempt > 1).then(|| view! { " "<span class="under">{format!("Attempt {}", row.attempt)}</span> })}</td>
            <td data-label="Score" class="num">{format::score(row.standing.score)}</td>
            <td data-label="Time" class="num">{format::duration(row.standing.seconds)}</td>
            <td data-label="Last opened"><When at=row.last_launched/></td>
            <td class="act"><Acts row=acts now/></td>
        </tr>
    }
}

/// The ⋮ menu: what can be done for the learner, and why the rest cannot.
#[component]
fn Acts(row: LearnerRow, now: DateTime<Utc>) -> impl IntoView {
    let fields = || vec![("registration", row.registration.to_string())];
    let last = row
        .reminders
        .last
        .map(|at| format!("Reminded last on {}.", format::day(at)));
    let remind = match row.no_reminder(now) {
        None => view! { <FormButton action=RemindLearner::url() fields=fields() label="Remind"/> }.into_any(),
        Some(why) => view! { <p class="menu-note">{why.sentence()}</p> }.into_any(),
    };
    let certificate = if row.certificate {
        view! { <FormButton action=IssueCertificate::url() fields=fields() label="Certificate"/> }.into_any()
    } else {
        view! { <p class="menu-note">"There is a certificate once the course is completed."</p> }.into_any()
    };
    view! {
        <Menu of=row.name>{remind}{last.map(|words| view! { <p class="menu-note">{words}</p> })}{certificate}</Menu>
    }
}
