//! The dry run of an approval: exactly which credits move.

use lectern_contract::{
    Refusal, RequestId,
    refusal::Field as Name,
    requests::{CreditPlan, RequestView},
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::ApproveRequest, request};
use crate::{
    components::{LongField, PostForm, Problem},
    format,
};

/// The number to approve, what moves then, and the decision. `amount` is what was typed; at first all of it.
#[component]
pub fn Plan(view: RequestView, amount: String) -> impl IntoView {
    let row = &view.row;
    let typed = if amount.is_empty() {
        Ok(row.amount)
    } else {
        lectern_domain::accounts::input::amount(&amount).map_err(lectern_domain::Error::into_refusal)
    };
    let plan = typed.and_then(|asked| match asked {
        ..1 => Err(Refusal::AmountOutOfRange),
        _ if asked > row.amount => Err(Refusal::MoreThanRequested(row.amount)),
        _ => CreditPlan::new(asked, view.course_free, view.pool).ok_or(Refusal::NeitherSuffices {
            course: view.course_free,
            pool: view.pool,
            asked,
        }),
    });
    let shown = if amount.is_empty() {
        row.amount.to_string()
    } else {
        amount
    };
    let problem = plan.as_ref().err().map(Refusal::sentence);
    view! {
        <section class="section" aria-labelledby="decide">
            <header class="section-head"><h2 id="decide">"Decide"</h2></header>
            <Number shown problem/>
            {match plan {
                Ok(plan) => view! { <Approve view plan/> }.into_any(),
                Err(_) => view! { <Otherwise id=view.row.id/> }.into_any(),
            }}
        </section>
    }
}

/// Another number, looked at before it is approved.
#[component]
fn Number(shown: String, problem: Option<String>) -> impl IntoView {
    let by = problem.is_some().then_some("number-problem");
    view! {
        <form class="form" method="get">
            <div class="field">
                <label for="number">"Credits to assign"</label>
                <input id="number" name="amount" type="text" inputmode="numeric" class="input-short" autocomplete="off" value=shown
                    aria-invalid=by.map(|_| "true") aria-describedby=by/>
                {problem.map(|problem| view! { <p class="problem" id="number-problem">{problem}</p> })}
            </div>
            <div class="btn-row"><button class="btn">"Show what moves"</button></div>
        </form>
    }
}

#[component]
fn Approve(view: RequestView, plan: CreditPlan) -> impl IntoView {
    let n = format::plural(plan.total(), "credit", "credits");
    let partly = plan.total() < view.row.amount;
    let moves = format!("{n} for {}: {}", view.row.name, plan.words());
    let course = (plan.from_pool > 0).then(|| {
        let n = format::plural(plan.from_pool, "credit is", "credits are");
        format!("{n} allocated from the pool to {} on the way", view.row.title)
    });
    view! {
        <section class="confirm">
            <ul class="consequences">
                <li data-kind="good">{moves}</li>
                {course.map(|text| view! { <li>{text}</li> })}
                {partly.then(|| view! { <li data-kind="attention">{format!("Fewer than the {} asked for; the request is then decided", format::number(view.row.amount))}</li> })}
                <li>{format!("{} is told by letter", view.row.name)}</li>
            </ul>
            <PostForm action=ApproveRequest::url()>
                <input type="hidden" name="request" value=view.row.id.to_string()/>
                <input type="hidden" name="from_course" value=plan.from_course.to_string()/>
                <input type="hidden" name="from_pool" value=plan.from_pool.to_string()/>
                <Problem field=Name::Amount/>
                <LongField field=Name::Note label="Answer" rows=2 optional=true/>
                <div class="btn-row">
                    <button class="btn btn-primary">{format!("Approve {n}")}</button>
                    <a class="btn" href=format!("{}/decline", request(view.row.id))>"Decline"</a>
                </div>
            </PostForm>
        </section>
    }
}

/// Where this number cannot be approved.
#[component]
fn Otherwise(id: RequestId) -> impl IntoView {
    view! {
        <div class="btn-row">
            <a class="btn" href="/admin/credits/grant">"Grant Credits"</a>
            <a class="btn" href=format!("{}/decline", request(id))>"Decline"</a>
        </div>
    }
}
