//! What canceling the subscription will do, before it is done.

use lectern_contract::{
    SubscriptionId,
    plans::{Subscription, SubscriptionState},
};
use lectern_domain::{plans, settings};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::CancelSubscription, crumbs};
use crate::{
    caller::{caller, path_id},
    components::{Choice, Empty, Head, PostForm, screen},
    format,
};

/// `/admin/subscriptions/:id/cancel`
#[component]
pub fn CancelSubscriptionPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<SubscriptionId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let subscription = plans::view::subscription(&caller.portal, caller.actor(), id).await?;
        let unused = plans::view::unused(&caller.portal, caller.actor(), id).await?;
        let grace = settings::show(caller.portal.reader(), caller.actor()).await?.grace_days;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Cancel subscription" sub=format!("Plan {}", subscription.name) crumbs=crumbs()/>
                <Ask subscription unused grace/>
            </main>
        })
    })
}

#[component]
fn Ask(subscription: Subscription, unused: i64, grace: i32) -> impl IntoView {
    let canceled = subscription.state == SubscriptionState::Canceled;
    let end = subscription
        .next
        .filter(|_| canceled || subscription.state == SubscriptionState::Active);
    let Some((end, _)) = end else {
        return view! { <Empty title="Nothing to cancel" text="This subscription has lapsed or ended already."/> }
            .into_any();
    };
    let expire = format!("the plan’s unused credits expire: {unused} as things stand");
    // Without a grace nothing is frozen: what was bought can be spent on.
    let (then, now) = match grace {
        0 => (vec![format!("Then {expire}")], expire),
        days => {
            let days = format::plural(days.into(), "day", "days");
            let frozen = "Then all credits are frozen: seen, not spent. Enrolled and invited people go on".into();
            let after = format!("Renewing within {days} frees them; after that {expire}");
            (vec![frozen, after], "credits are frozen at once".into())
        }
    };
    view! {
        <section class="confirm">
            <ul class="consequences">
                <li>{format!("The plan runs until {} and does not renew", format::minute(end))}</li>
                {then.into_iter().map(|line| view! { <li data-kind="attention">{line}</li> }).collect_view()}
            </ul>
            <PostForm action=CancelSubscription::url()>
                <input type="hidden" name="subscription" value=subscription.id.to_string()/>
                {if canceled {
                    view! { <input type="hidden" name="now" value="true"/><p>{format!("It is canceled already. When you end it now, {now}.")}</p> }.into_any()
                } else {
                    view! { <Choice name="now" value="true" label=format!("End it now: {now}") checked=false/> }.into_any()
                }}
                <div class="btn-row">
                    <button class="btn btn-danger">{if canceled { "End now" } else { "Cancel subscription" }}</button>
                    <a class="btn" href="/admin/plans">"Keep it"</a>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}
