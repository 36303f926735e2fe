//! The subscription in a few facts: its plan, where it stands, what comes next and why.

use chrono::{DateTime, Utc};
use lectern_contract::plans::{Next, Share, Subscription};
use leptos::prelude::*;

use super::{State, When};
use crate::format;

/// The facts of the subscription, as every page about the pool shows them.
#[component]
pub fn PlanFacts(subscription: Subscription) -> impl IntoView {
    let Subscription {
        name,
        credits,
        billing,
        state,
        period,
        since,
        next_plan,
        next,
        ..
    } = subscription;
    let terms = format!(
        "{}, {} a year",
        billing.label(),
        format::plural(credits, "credit", "credits")
    );
    view! {
        <dl class="facts">
            <div><dt>"Plan"</dt><dd><a href="/admin/plans">{name}</a>" "<span class="quiet">{terms}</span></dd></div>
            <div><dt>"State"</dt><dd><State state=state.as_str() label=state.label()/></dd></div>
            <div><dt>"Period"</dt><dd><span class="num">{period}</span>", since "<When at=since/></dd></div>
            {next_plan.map(|name| view! { <div><dt>"Then"</dt><dd>{format!("Plan {name}, with the next renewal")}</dd></div> })}
            {next.map(|(at, next)| view! { <Upcoming at next/> })}
        </dl>
    }
    .into_any()
}

/// What the clock does next.
#[component]
fn Upcoming(at: DateTime<Utc>, next: Next) -> impl IntoView {
    match next {
        Next::Grant(share) => view! { <NextGrant at share/> }.into_any(),
        Next::Freeze => view! {
            <div><dt>"Ends"</dt><dd><When at/><span class="quiet">" – then the credits are frozen until it is renewed"</span></dd></div>
        }
        .into_any(),
        Next::Expire(left) => view! {
            <div><dt>"Expires"</dt><dd>{format::plural(left, "unused credit", "unused credits")}" on "<When at/></dd></div>
        }
        .into_any(),
    }
}

#[component]
fn NextGrant(at: DateTime<Utc>, share: Share) -> impl IntoView {
    view! {
        <div>
            <dt>"Next grant"</dt>
            <dd>
                <strong>{format::plural(share.amount, "credit", "credits")}</strong>" on "<When at/>
                <span class="quiet">{format!(" – {}", share.why())}</span>
            </dd>
        </div>
    }
}
