//! What choosing a plan will do, with numbers and days, before it is done.

use lectern_contract::{
    PlanId,
    plans::{Choice, Effect, Subscription},
};
use lectern_domain::plans;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::{ChangePlan, Subscribe},
    crumbs,
};
use crate::{
    caller::{caller, path_id},
    components::{Empty, Head, PostForm, confirm::Consequence, screen},
    format,
};

/// `/admin/plans/:id/choose`
#[component]
pub fn ChoosePlanPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<PlanId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let choice = plans::view::choice(&caller.portal, caller.actor(), id).await?;
        let subscription = plans::view::current(&caller.portal, caller.actor()).await?;
        let title = match &subscription {
            Some(_) => format!("Change to {}", choice.plan.name),
            None => format!("Subscribe to {}", choice.plan.name),
        };
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=title.clone() sub=format!("{} {}", choice.plan.price, choice.plan.billing.each()) crumbs=crumbs()/>
                <Ask choice subscription label=title/>
            </main>
        })
    })
}

#[component]
fn Ask(choice: Choice, subscription: Option<Subscription>, label: String) -> impl IntoView {
    let Some(effect) = choice.effect else {
        let text = "The plan is archived, or the subscription is canceled or has lapsed: resume or renew it first.";
        return view! { <Empty title="Not possible now" text><a class="btn" href="/admin/plans">"Plans"</a></Empty> }
            .into_any();
    };
    let action = if subscription.is_some() {
        ChangePlan::url()
    } else {
        Subscribe::url()
    };
    let consequences = consequences(effect);
    view! {
        <section class="confirm">
            <ul class="consequences">
                {consequences.into_iter().map(|(kind, text)| view! { <li data-kind=(!kind.is_empty()).then_some(kind)>{text}</li> }).collect_view()}
            </ul>
            <PostForm action>
                <input type="hidden" name="plan" value=choice.plan.id.to_string()/>
                {subscription.map(|one| view! { <input type="hidden" name="subscription" value=one.id.to_string()/> })}
                <div class="btn-row"><button class="btn btn-primary">{label}</button><a class="btn" href="/admin/plans">"Back"</a></div>
            </PostForm>
        </section>
    }
    .into_any()
}

fn consequences(effect: Effect) -> Vec<Consequence> {
    let credits = |n| format::plural(n, "credit", "credits");
    match effect {
        Effect::Begin(share, next) => vec![
            (
                "good",
                format!("{} come into the pool at once: {}", credits(share.amount), share.why()),
            ),
            ("", format!("It renews by itself, next on {}", format::minute(next))),
        ],
        Effect::Now { amount, more, until } => vec![
            (
                "good",
                format!(
                    "{} come into the pool at once: {more} more in this period, times its rest until {}, rounded down",
                    credits(amount),
                    format::minute(until)
                ),
            ),
            (
                "",
                "From the next renewal on the new plan grants its full number".into(),
            ),
        ],
        Effect::AtRenewal(at) => vec![
            (
                "",
                format!("Nothing changes until {}; then the new plan begins", format::minute(at)),
            ),
            ("", "Credits granted so far stay".into()),
        ],
        Effect::Keep => vec![("", "This is the plan in force; a change that waits is dropped".into())],
    }
}
