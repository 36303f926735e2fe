//! What renewing a lapsed subscription will do, before it is done.

use lectern_contract::{
    SubscriptionId,
    plans::{Next, Subscription, SubscriptionState},
};
use lectern_domain::plans;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::RenewSubscription, crumbs};
use crate::{
    caller::{caller, path_id},
    components::{Empty, Head, PostForm, screen},
    format,
};

/// `/admin/subscriptions/:id/renew`
#[component]
pub fn RenewSubscriptionPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<SubscriptionId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let subscription = plans::view::subscription(&caller.portal, caller.actor(), id).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Renew subscription" sub=format!("Plan {}", subscription.name) crumbs=crumbs()/>
                <Ask subscription/>
            </main>
        })
    })
}

#[component]
fn Ask(subscription: Subscription) -> impl IntoView {
    let left = match &subscription.next {
        Some((_, Next::Expire(left))) if subscription.state == SubscriptionState::Frozen => *left,
        _ => {
            let text = "Only a subscription that has lapsed, and whose grace is not over, is renewed by hand.";
            return view! { <Empty title="Nothing to renew" text><a class="btn" href="/admin/plans">"Plans"</a></Empty> }.into_any();
        }
    };
    view! {
        <section class="confirm">
            <ul class="consequences">
                <li data-kind="good">{format!("Credits can be spent again at once; {} of the plan stay", format::plural(left, "unused credit", "unused credits"))}</li>
                <li>"A new period begins now and grants its credits; the time since the lapse is not granted for"</li>
            </ul>
            <PostForm action=RenewSubscription::url()>
                <input type="hidden" name="subscription" value=subscription.id.to_string()/>
                <div class="btn-row"><button class="btn btn-primary">"Renew"</button><a class="btn" href="/admin/plans">"Back"</a></div>
            </PostForm>
        </section>
    }
    .into_any()
}
