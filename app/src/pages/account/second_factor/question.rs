//! What asks for the password once more while the second factor is on: turning it off, and new recovery codes.

use lectern_contract::{refusal::Field as Name, second_factor::SecondFactor};
use lectern_domain::accounts::second_factor;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    PATH,
    actions::{RenewRecoveryCodes, TurnOffSecondFactor},
    crumbs,
};
use crate::{
    caller::caller,
    components::{Field, Head, PostForm, screen},
};

/// What such a page says.
struct Words {
    title: &'static str,
    /// What follows, each with its kind.
    follows: &'static [(&'static str, &'static str)],
    button: &'static str,
    /// The way back, as (address, words).
    back: (&'static str, &'static str),
    /// Where the second factor is off there is nothing to ask.
    nothing: &'static str,
}

const OFF: Words = Words {
    title: "Turn off the second factor",
    follows: &[
        ("attention", "Signing in asks for your password alone"),
        ("attention", "Your recovery codes stop working"),
        ("", "We tell you by letter"),
    ],
    button: "Turn off",
    back: ("/account", "Keep it"),
    nothing: "Your second factor is off.",
};

const CODES: Words = Words {
    title: "New recovery codes",
    follows: &[
        ("good", "Ten new recovery codes are made and shown once"),
        ("attention", "All old ones stop working, also those you have not used"),
        ("", "Your authenticator app goes on as before"),
        ("", "We tell you by letter"),
    ],
    button: "Make new codes",
    back: (PATH, "Keep the old ones"),
    nothing: "Your second factor is off, so it has no recovery codes.",
};

/// `/account/second-factor/off`
#[component]
pub fn SecondFactorOffPage() -> impl IntoView {
    question(OFF, TurnOffSecondFactor::url())
}

/// `/account/second-factor/codes`
#[component]
pub fn RecoveryCodesPage() -> impl IntoView {
    question(CODES, RenewRecoveryCodes::url())
}

fn question(words: Words, action: &'static str) -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let state = second_factor::mine(&caller.portal, caller.actor(), &caller.session.token()).await?;
        let is_on = matches!(state, SecondFactor::On { .. } | SecondFactor::Fresh(_));
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title=words.title crumbs=crumbs()/>
                {if is_on { view! { <Question words action/> }.into_any() } else { view! { <Nothing words/> }.into_any() }}
            </main>
        })
    })
}

#[component]
fn Question(words: Words, action: &'static str) -> impl IntoView {
    let follows = |(kind, text): &(&'static str, &'static str)| {
        let kind = (!kind.is_empty()).then_some(*kind);
        view! { <li data-kind=kind>{*text}</li> }
    };
    let (back, keep) = words.back;
    view! {
        <section class="confirm">
            <ul class="consequences">{words.follows.iter().map(follows).collect_view()}</ul>
            <PostForm action>
                <Field field=Name::Current label="Current password" kind="password" autocomplete="current-password"/>
                <div class="btn-row"><button class="btn btn-danger">{words.button}</button><a class="btn" href=back>{keep}</a></div>
            </PostForm>
        </section>
    }
}

#[component]
fn Nothing(words: Words) -> impl IntoView {
    view! {
        <p>{words.nothing}</p>
        <div class="btn-row"><a class="btn btn-primary" href=PATH>"Set up"</a></div>
    }
}
