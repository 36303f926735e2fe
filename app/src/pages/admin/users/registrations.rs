//! The registrations on a user's profile.

use lectern_contract::registrations::{ProfileRegistration, RegistrationState};
use leptos::prelude::*;

use crate::{
    components::{Empty, Menu, State, When},
    format,
};

/// The table, or what to do first.
#[component]
pub fn Registrations(
    /// The user's registrations.
    registrations: Vec<ProfileRegistration>,
    /// Whether the user can be enrolled.
    active: bool,
) -> impl IntoView {
    if registrations.is_empty() {
        let text = if active {
            "Enroll User takes one credit and gives access to a course."
        } else {
            "Nobody can be enrolled who cannot sign in."
        };
        return view! { <Empty title="No courses yet" text/> }.into_any();
    }
    view! {
        <section class="section" aria-labelledby="registrations">
            <header class="section-head"><h2 id="registrations">"Registrations"</h2></header>
            <div class="table-wrap" role="group" aria-labelledby="registrations" tabindex="0">
                <table class="table">
                    <thead><tr>
                        <th scope="col">"Course"</th><th scope="col">"Standing"</th><th scope="col" class="num">"Score"</th>
                        <th scope="col" class="num">"Time"</th><th scope="col">"Enrolled"</th><th scope="col">"Paid from"</th>
                        <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                    </tr></thead>
                    <tbody>{registrations.into_iter().map(|row| view! { <RegistrationLine row/> }).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn RegistrationLine(row: ProfileRegistration) -> impl IntoView {
    let active = row.state == RegistrationState::Active;
    let standing = row.standing;
    let paid_from = match row.paid_from {
        Some((account, name)) => view! { <a href=format!("/admin/accounts/{account}")>{name}</a> }.into_any(),
        None => "Credit returned".into_any(),
    };
    let act = if active {
        view! { <a class="menu-danger" href=format!("/admin/registrations/{}/withdraw", row.registration)>"Withdraw"</a> }.into_any()
    } else {
        view! { <p class="menu-note">"Withdrawn already. Enroll User brings it back."</p> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/admin/courses/{}", row.course)>{row.title.clone()}</a>
                {(row.cycle > 1).then(|| view! { " "<span class="under">{format!("Cycle {}", row.cycle)}</span> })}
            </th>
            <td data-label="Standing">
                {(!active).then(|| view! { <State state="withdrawn" label="Withdrawn"/>" " })}
                <State state=standing.state() label=standing.label()/>
                {(row.attempt > 1).then(|| view! { " "<span class="under">{format!("Attempt {}", row.attempt)}</span> })}
            </td>
            <td data-label="Score" class="num">{format::score(standing.score)}</td>
            <td data-label="Time" class="num">{format::duration(standing.seconds)}</td>
            <td data-label="Enrolled"><When at=row.enrolled/></td>
            <td data-label="Paid from">{paid_from}</td>
            <td class="act"><Menu of=row.title>{act}</Menu></td>
        </tr>
    }
}
