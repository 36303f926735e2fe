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
    let after = match grace {
        0 => "No grace is set, so the plan’s unused credits expire with it".to_owned(),
        days => format!(
            "Renewing within {} frees them; after that the plan’s unused credits expire",
            format::plural(days.into(), "day", "days")
        ),
    };
    view! {
        <section class="confirm">
            <ul class="consequences">
                <li>{format!("The plan runs until {} and does not renew", format::minute(end))}</li>
                <li data-kind="attention">"Then all credits are frozen: seen, not spent. Enrolled and invited people go on"</li>
                <li data-kind="attention">{format!("{after}: {unused} as things stand")}</li>
            </ul>
            <PostForm action=CancelSubscription::url()>
                <input type="hidden" name="subscription" value=subscription.id.to_string()/>
                {if canceled {
                    view! { <input type="hidden" name="now" value="true"/><p>"It is canceled already. Ending it now freezes the credits at once."</p> }.into_any()
                } else {
                    view! { <Choice name="now" value="true" label="End it now: credits are frozen at once" checked=false/> }.into_any()
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
