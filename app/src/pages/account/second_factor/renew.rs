//! New recovery codes: what it means, and the password once more.

use lectern_contract::{refusal::Field as Name, second_factor::SecondFactor};
use lectern_domain::accounts::second_factor;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{PATH, actions::RenewRecoveryCodes, crumbs};
use crate::{
    caller::caller,
    components::{Field, Head, PostForm, screen},
};

/// `/account/second-factor/codes`
#[component]
pub fn RecoveryCodesPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let state = second_factor::mine(&caller.portal, caller.actor(), &caller.session.token()).await?;
        let is_on = matches!(state, SecondFactor::On { .. } | SecondFactor::Fresh(_));
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title="New recovery codes" crumbs=crumbs()/>
                {if is_on { view! { <Question/> }.into_any() } else { view! { <Nothing/> }.into_any() }}
            </main>
        })
    })
}

#[component]
fn Question() -> impl IntoView {
    view! {
        <section class="confirm">
            <ul class="consequences">
                <li data-kind="good">"Ten new recovery codes are made and shown once"</li>
                <li data-kind="attention">"All old ones stop working, also those you have not used"</li>
                <li>"Your authenticator app goes on as before"</li>
                <li>"We tell you by letter"</li>
            </ul>
            <PostForm action=RenewRecoveryCodes::url()>
                <Field field=Name::Current label="Current password" kind="password" autocomplete="current-password"/>
                <div class="btn-row"><button class="btn btn-danger">"Make new codes"</button><a class="btn" href=PATH>"Keep the old ones"</a></div>
            </PostForm>
        </section>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <p>"Your second factor is off, so it has no recovery codes."</p>
        <div class="btn-row"><a class="btn btn-primary" href=PATH>"Set up"</a></div>
    }
}
