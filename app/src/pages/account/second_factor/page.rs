//! One page that shows what the second factor's state asks for next.

use chrono::{DateTime, Utc};
use lectern_contract::{refusal::Field as Name, second_factor::SecondFactor};
use lectern_domain::accounts::second_factor;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::{BeginSecondFactor, KeepRecoveryCodes},
    crumbs,
    set_up::SetUp,
};
use crate::{
    caller::caller,
    components::{Field, Head, PostForm, When, screen},
};

/// `/account/second-factor`
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let state = second_factor::mine(&caller.portal, caller.actor(), &caller.session.token()).await?;
        let asked = caller.person.needs_second_factor && !matches!(state, SecondFactor::Fresh(_));
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title="Second factor" crumbs=crumbs()/>
                {asked.then(|| view! {
                    <p class="flash" data-kind="attention"><strong>"Needed."</strong>" "
                        <span>"Your organization asks admins for a second factor. The admin pages open once it is on."</span></p>
                })}
                {match state {
                    SecondFactor::Off => view! { <Begin/> }.into_any(),
                    SecondFactor::Pending(secret) => view! { <SetUp secret/> }.into_any(),
                    SecondFactor::Fresh(codes) => view! { <Codes codes/> }.into_any(),
                    SecondFactor::On { since, codes_left } => view! { <On since codes_left/> }.into_any(),
                }}
            </main>
        })
    })
}

#[component]
fn Begin() -> impl IntoView {
    view! {
        <p>"With a second factor, signing in asks for your password and for a code that an authenticator app on your telephone shows. Who learns your password alone cannot sign in."</p>
        <PostForm action=BeginSecondFactor::url()>
            <Field field=Name::Current label="Current password" kind="password" autocomplete="current-password"/>
            <div class="btn-row"><button class="btn btn-primary">"Set up"</button><a class="btn" href="/account">"Back"</a></div>
        </PostForm>
    }
}

#[component]
fn Codes(codes: Vec<String>) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="codes-head">
            <header class="section-head"><h2 id="codes-head">"Recovery codes"</h2></header>
            <p>"Each of these codes signs you in once without your telephone. Print them or write them down, and keep them where you keep important papers. They are not shown again."</p>
            <ul class="recovery-codes" aria-label="Recovery codes">
                {codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}
            </ul>
            <PostForm action=KeepRecoveryCodes::url()>
                <div class="btn-row"><button class="btn btn-primary">"I have kept them"</button></div>
            </PostForm>
        </section>
    }
}

#[component]
fn On(since: DateTime<Utc>, codes_left: u64) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>"State"</dt><dd>"On"</dd></div>
            <div><dt>"Since"</dt><dd><When at=since/></dd></div>
            <div><dt>"Recovery codes left"</dt><dd class="num">{codes_left}</dd></div>
        </dl>
        <p class="hint">"For a new telephone, turn it off and set it up again."</p>
        <div class="btn-row">
            <a class="btn" href="/account/second-factor/codes">"New recovery codes"</a>
            <a class="btn" href="/account/second-factor/off">"Turn off"</a>
            <a class="btn btn-link" href="/account">"Back"</a>
        </div>
    }
}
