//! Turning the second factor off: what it means, and the password once more.

use lectern_contract::{refusal::Field as Name, second_factor::SecondFactor};
use lectern_domain::accounts::second_factor;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::TurnOffSecondFactor, crumbs};
use crate::{
    caller::caller,
    components::{Field, Head, PostForm, screen},
};

/// `/account/second-factor/off`
#[component]
pub fn SecondFactorOffPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let state = second_factor::mine(&caller.portal, caller.actor(), &caller.session.token()).await?;
        let is_on = matches!(state, SecondFactor::On { .. } | SecondFactor::Fresh(_));
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title="Turn off the second factor" crumbs=crumbs()/>
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
                <li data-kind="attention">"Signing in asks for your password alone"</li>
                <li data-kind="attention">"Your recovery codes stop working"</li>
                <li>"We tell you by letter"</li>
            </ul>
            <PostForm action=TurnOffSecondFactor::url()>
                <Field field=Name::Current label="Current password" kind="password" autocomplete="current-password"/>
                <div class="btn-row"><button class="btn btn-danger">"Turn off"</button><a class="btn" href="/account">"Keep it"</a></div>
            </PostForm>
        </section>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <p>"Your second factor is off."</p>
        <div class="btn-row"><a class="btn btn-primary" href="/account/second-factor">"Set up"</a></div>
    }
}
