//! The subscription, and the plans to compare.

use lectern_contract::{
    limits,
    money::Currency,
    plans::{Board, Plan, PlanState, Subscription, SubscriptionState},
};
use lectern_domain::plans;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::ResumeSubscription;
use crate::{
    caller::caller,
    components::{Empty, FormButton, FrozenBanner, Head, PlanFacts, screen},
    format,
};

/// `/admin/plans`
#[component]
pub fn PlansPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let board = plans::view::board(&caller.portal, caller.actor()).await?;
        let frozen = plans::freeze::look(&caller.portal, caller.actor()).await?;
        let role = caller.actor().role;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Plans" sub="Credits that come by the calendar.">
                    <a class="btn btn-primary" href="/admin/plans/new">"New Plan"</a>
                </Head>
                <FrozenBanner frozen role/>
                {board.subscription.clone().map(|subscription| view! { <YourPlan subscription/> })}
                <Offers board/>
                <Rules/>
            </main>
        })
    })
}

/// The subscription and what can be done to it.
#[component]
fn YourPlan(subscription: Subscription) -> impl IntoView {
    let id = subscription.id;
    let base = format!("/admin/subscriptions/{id}");
    let acts = match subscription.state {
        SubscriptionState::Active => view! { <a class="btn" href=format!("{base}/cancel")>"Cancel subscription"</a> }.into_any(),
        SubscriptionState::Canceled => view! {
            <FormButton action=ResumeSubscription::url() fields=vec![("subscription", id.to_string())] class="btn btn-primary" label="Resume"/>
            <a class="btn" href=format!("{base}/cancel")>"End now"</a>
        }
        .into_any(),
        SubscriptionState::Frozen => view! { <a class="btn btn-primary" href=format!("{base}/renew")>"Renew"</a> }.into_any(),
        SubscriptionState::Ended => ().into_any(),
    };
    view! {
        <section class="section" aria-labelledby="yours">
            <header class="section-head"><h2 id="yours">"Your subscription"</h2></header>
            <PlanFacts subscription/>
            <div class="btn-row">{acts}</div>
        </section>
    }
}

/// Plans side by side.
#[component]
fn Offers(board: Board) -> impl IntoView {
    if board.plans.is_empty() {
        let text = "A plan says how many credits come in a year, how often, and what they cost. Make one, then subscribe to it.";
        return view! { <Empty title="No plan yet" text><a class="btn" href="/admin/plans/new">"New Plan"</a></Empty> }
            .into_any();
    }
    let (offered, archived): (Vec<Plan>, Vec<Plan>) = board
        .plans
        .into_iter()
        .partition(|plan| plan.state == PlanState::Active);
    let (subscription, purchases) = (board.subscription, board.purchases);
    view! {
        <section class="section" aria-labelledby="offers">
            <header class="section-head"><h2 id="offers">"Plans on offer"</h2></header>
            <ul class="cards">
                {offered.into_iter().map(|plan| view! { <PlanCard plan subscription=subscription.clone() purchases/> }).collect_view()}
            </ul>
            {(!archived.is_empty()).then(|| {
                let names: Vec<String> = archived.into_iter().map(|plan| plan.name).collect();
                view! { <p class="quiet">{format!("Archived: {}.", names.join(", "))}</p> }
            })}
        </section>
    }
    .into_any()
}

#[component]
fn PlanCard(plan: Plan, subscription: Option<Subscription>, purchases: Option<Currency>) -> impl IntoView {
    let yours = subscription
        .as_ref()
        .is_some_and(|subscription| subscription.plan == plan.id);
    let label = way(&plan, subscription.as_ref());
    let base = format!("/admin/plans/{}", plan.id);
    let each = plan.billing.each();
    view! {
        <li class="card" data-chosen=yours.then_some("")>
            <h3>{plan.name.clone()}</h3>
            {yours.then(|| view! { <p class="quiet">"Your plan"</p> })}
            <dl class="facts">
                <div><dt>"Credits"</dt><dd>{format::number(plan.credits)}" a year"</dd></div>
                <div><dt>"Granted"</dt><dd>{if each == "a year" { "all at once, each year" } else { "in twelve parts, each month" }}</dd></div>
                <div><dt>"Price"</dt><dd>{format!("{} {each}", plan.price)}</dd></div>
                <div><dt>"One credit more"</dt><dd>{one_more(&plan, purchases)}</dd></div>
            </dl>
            <div class="btn-row">
                {label.map(|label| view! { <a class="btn btn-primary" href=format!("{base}/choose")>{label}" "{plan.name.clone()}</a> })}
                <a class="btn btn-small" href=format!("{base}/edit")>"Edit"<span class="visually-hidden">{format!(" {}", plan.name)}</span></a>" "
                <a class="btn btn-small" href=format!("{base}/archive")>"Archive"<span class="visually-hidden">{format!(" {}", plan.name)}</span></a>
            </div>
        </li>
    }
}

/// The price of one credit beyond the plan's, and where it is not the one that is paid.
fn one_more(plan: &Plan, purchases: Option<Currency>) -> String {
    let price = plan.credit_price;
    match purchases {
        _ if !(1..=limits::CREDIT_PRICE).contains(&price.minor) => "at the general price".into(),
        Some(currency) if currency != price.currency => format!("{price} – not charged: purchases are in {currency}"),
        _ => price.to_string(),
    }
}

/// What choosing a plan is called now; none where there is nothing to choose.
fn way(plan: &Plan, subscription: Option<&Subscription>) -> Option<&'static str> {
    let Some(one) = subscription else {
        return Some("Subscribe to");
    };
    let same_terms = (one.credits, one.billing) == (plan.credits, plan.billing);
    match one.state {
        SubscriptionState::Active if one.plan != plan.id => Some("Change to"),
        SubscriptionState::Active if one.next_plan.is_some() => Some("Keep"),
        SubscriptionState::Active if !same_terms => Some("Take the new terms of"),
        _ => None,
    }
}

/// The rules in plain words, so that no number comes as a surprise.
#[component]
fn Rules() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="rules">
            <header class="section-head"><h2 id="rules">"How plans count"</h2></header>
            <dl class="facts">
                <div><dt>"Grants"</dt><dd>"Yearly: the whole number up front. Monthly: part k of 12 is ⌊N·k⁄12⌋ − ⌊N·(k−1)⁄12⌋, so twelve parts make N; the setting “Floor” gives ⌊N⁄12⌋ each. Periods begin on the day and hour of the first one; where a month has no such day, on its last."</dd></div>
                <div><dt>"More"</dt><dd>"A plan with more credits and the same billing counts at once: what it gives more in this period, times the rest of the period, rounded down."</dd></div>
                <div><dt>"Fewer"</dt><dd>"A plan with fewer credits or another billing begins with the next renewal."</dd></div>
                <div><dt>"Price"</dt><dd>"What a plan costs is told here and paid outside this portal, which grants its credits at each renewal until it is canceled. Only credits beyond the plan’s are ordered and paid here."</dd></div>
                <div><dt>"One credit more"</dt><dd>"Credits beyond the plan’s are bought at the price of the plan you have, where it is in the currency of purchases; else at the price set at Purchases."</dd></div>
                <div><dt>"Unused"</dt><dd>"Credits roll over while the subscription lives. Those of the plan are spent first, the oldest first; bought and hand-granted ones do not expire."</dd></div>
                <div><dt>"Lapse"</dt><dd>"When a canceled subscription’s period ends, all credits are frozen: seen, not spent. Renewing within the grace frees them; after it the plan’s unused credits expire. Enrolled and invited people go on."</dd></div>
            </dl>
        </section>
    }
}
