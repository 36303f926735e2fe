//! The invitation form, the credits it can spend, and why it is not offered.

use lectern_contract::{
    AccountId, CourseId, Role, courses::CourseState, credits::CourseFigures, refusal::Field as Name,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::SendInvitations;
use crate::{
    components::{Credits, LongField, PostForm, form::FormState},
    islands::address_chips::AddressChips,
};

/// The credits that can be spent: a manager's own; an admin's are the course's, then the pool's.
#[component]
pub fn Available(role: Role, course: CourseId, figures: CourseFigures) -> impl IntoView {
    match figures.pool {
        None => {
            view! { <Credits available=figures.available href=format!("/{role}/courses/{course}/credits")/> }.into_any()
        }
        Some(pool) => view! {
            <p>
                "Course: "<OfAccount available=figures.available account=figures.account/>
                " Pool: "<OfAccount available=pool account=figures.pool_account/>
            </p>
        }
        .into_any(),
    }
}

/// A number of an admin's; it leads to the account's statement, where there is one.
#[component]
fn OfAccount(available: i64, account: Option<AccountId>) -> impl IntoView {
    match account {
        Some(account) => view! { <Credits available href=format!("/admin/accounts/{account}")/> }.into_any(),
        None => view! { <Credits available/> }.into_any(),
    }
}

/// Why nobody can be invited now; none where somebody can.
pub fn why_not(role: Role, state: CourseState, figures: &CourseFigures) -> Option<&'static str> {
    match (state, role) {
        (CourseState::Draft, _) => Some("The course is not published yet. People can be invited as soon as it is."),
        (CourseState::Archived, _) => Some("The course is archived, so nobody new can be invited to it."),
        _ if figures.spendable() > 0 => None,
        (_, Role::Manager) => Some(
            "An invitation holds one credit, and you have none free here. Ask an admin to assign you some, or cancel an invitation that is still pending.",
        ),
        _ => Some("An invitation holds one credit, and neither the course nor the pool has one free."),
    }
}

/// The form: addresses, which an island shows as chips, and the sender's own words.
#[component]
pub fn SendForm(course: CourseId) -> impl IntoView {
    view! {
        <PostForm action=SendInvitations::url() id="send">
            <input type="hidden" name="course" value=course.to_string()/>
            <NotEnough/>
            <AddressChips>
                <LongField field=Name::Addresses label="E-mail addresses" hint="Separate them by comma, semicolon or line break."/>
            </AddressChips>
            <LongField field=Name::Message label="Message" hint="Stands in the letter, in your own words." optional=true/>
            <p class="hint">"Each invitation holds one credit until it is accepted. When it is canceled, declined or expires, the credit returns."</p>
            <div class="btn-row"><button class="btn btn-primary">"Send invitations"</button></div>
        </PostForm>
    }
}

/// Problems that belong to no field of this form: too few credits, or a course that was just archived.
#[component]
fn NotEnough() -> impl IntoView {
    let form = expect_context::<FormState>();
    let problem = form.problem(Name::Amount).or_else(|| form.problem(Name::Course));
    problem.map(|problem| {
        view! {
            <p class="flash" data-kind="stop" role="alert"><strong>"Not sent."</strong>" "<span>{problem}</span></p>
        }
    })
}
