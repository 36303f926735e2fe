//! The dashboard's page.

use lectern_contract::{AccountId, credits::CreditsOverview, outlook::RunsOut};
use lectern_domain::{
    credits::{outlook, overview, proof},
    hooks, plans,
};
use leptos::prelude::*;

use super::table::CourseTable;
use crate::{
    caller::caller,
    components::{Empty, FrozenBanner, Head, LowBanner, Number, OutlookSection, PlanFacts, screen},
    format,
    pages::admin::{proof::ProofAlarm, webhooks::Troubles},
};

/// `/admin`
#[component]
pub fn Dashboard() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let overview = overview::overview(caller.portal.reader(), caller.actor()).await?;
        let plan = plans::view::current(&caller.portal, caller.actor()).await?;
        let outlook = outlook::pool(&caller.portal, caller.actor()).await?;
        let frozen = plans::freeze::look(&caller.portal, caller.actor()).await?;
        let alarm = proof::view::alarm(caller.portal.reader(), caller.actor()).await?;
        let webhooks = hooks::view::list(caller.portal.reader(), caller.actor()).await?;
        let (role, now) = (caller.actor().role, caller.portal.now());
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Dashboard" sub="Where the credits are.">
                    <a class="btn" href="/admin/credits/grant">"Grant Credits"</a>
                    <a class="btn btn-primary" href="/admin/purchases/new">"Purchase Credits"</a>
                </Head>
                <ProofAlarm alarm/>
                <Troubles webhooks now/>
                <FrozenBanner frozen role/>
                <LowBanner outlook=outlook.clone()/>
                <ul class="stats">
                    <Stat account=overview.pool_account name="In the pool" value=overview.pool note=pool_note(outlook.runs_out)/>
                    <Stat account=overview.held_account name="Held" value=overview.held note="by pending invitations"/>
                    <Stat account=overview.consumed_account name="Consumed" value=overview.consumed note="by registrations"/>
                    {(overview.expired > 0).then(|| view! {
                        <Stat account=overview.expired_account name="Expired" value=overview.expired note="unused credits of a plan"/>
                    })}
                    <Waiting requests=overview.requests/>
                </ul>
                {plan.map(|subscription| view! { <PlanFacts subscription/> })}
                <AssignCredits overview/>
                <OutlookSection outlook threshold_page="/admin/settings#low"/>
            </main>
        })
    })
}

/// When the pool runs out, where that is known.
fn pool_note(runs_out: RunsOut) -> String {
    match runs_out {
        RunsOut::On(at) => format!("runs out on {}", format::day(at)),
        _ => "for any course".into(),
    }
}

/// One number of the portal; it leads to the account's statement.
#[component]
fn Stat(account: AccountId, name: &'static str, value: i64, #[prop(into)] note: String) -> impl IntoView {
    view! {
        <li><a href=format!("/admin/accounts/{account}")>
            <span class="stat-name">{name}</span><span class="stat-num"><Number value/></span><span class="stat-note">{note}</span>
        </a></li>
    }
}

/// Requests of managers that wait for an answer.
#[component]
fn Waiting(requests: u64) -> impl IntoView {
    view! {
        <li><a href="/admin/requests?state=open">
            <span class="stat-name">"Requests"</span><span class="stat-num">{format::count(requests)}</span>
            <span class="stat-note">"wait for an answer"</span>
        </a></li>
    }
}

/// Every course with its credits.
#[component]
fn AssignCredits(overview: CreditsOverview) -> impl IntoView {
    let pool = overview.pool;
    if overview.courses.is_empty() && overview.archived == 0 {
        let text = "Upload a course first; then credits can be allocated to it and people invited.";
        return view! {
            <Empty title="No course yet" text><a class="btn" href="/admin/courses/new">"New Course"</a></Empty>
        }
        .into_any();
    }
    view! {
        <section class="section" aria-labelledby="assign">
            <header class="section-head"><h2 id="assign">"Assign Credits"</h2><a href="/admin/credits/grid">"Credits grid"</a></header>
            {(pool <= 0).then(|| view! { <PoolIsEmpty pool/> })}
            <CourseTable overview/>
        </section>
    }
    .into_any()
}

/// Says what to do where nothing can be allocated.
#[component]
fn PoolIsEmpty(pool: i64) -> impl IntoView {
    let what = if pool < 0 {
        "The pool is overdrawn: nothing can be spent from it."
    } else {
        "The pool is empty."
    };
    view! {
        <p class="flash" data-kind="attention">
            <strong>{what}</strong>" "
            <span><a href="/admin/purchases/new">"Purchase credits"</a>" or "<a href="/admin/credits/grant">"grant"</a>" them to the pool, or return a course’s free credits to it; then allocate them here."</span>
        </p>
    }
}
