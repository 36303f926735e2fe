//! The page of one's own account: name and address, password, change of address, sessions.

use lectern_contract::{people::Account, refusal::Field as Name};
use lectern_domain::accounts::{me, second_factor, sessions};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::{ChangeEmail, ChangePassword},
    second_factor::SecondFactorSection,
    sessions::Sessions,
};
use crate::{
    caller::caller,
    components::{Field, Head, PostForm, screen},
};

/// `/account`
#[component]
pub fn AccountPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let account = me::show(&caller.portal, caller.actor()).await?;
        let second = second_factor::mine(&caller.portal, caller.actor(), &caller.session.token()).await?;
        let rows = sessions::mine(&caller.portal, caller.actor(), &caller.session.token()).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Account"/>
                <Facts account/>
                <PasswordSection/>
                <SecondFactorSection state=second/>
                <EmailSection/>
                <Sessions rows/>
            </main>
        })
    })
}

#[component]
fn Facts(account: Account) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>"Name"</dt><dd>{account.name}</dd></div>
            <div><dt>"E-mail address"</dt><dd>{account.email}</dd></div>
        </dl>
    }
}

#[component]
fn PasswordSection() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="password-head">
            <header class="section-head"><h2 id="password-head">"Password"</h2></header>
            <PostForm action=ChangePassword::url() id="password">
                <Field field=Name::Current label="Current password" kind="password" autocomplete="current-password"/>
                <Field field=Name::Password label="New password" kind="password" autocomplete="new-password"
                    hint="At least 8 characters. Your other sessions are ended."/>
                <Field field=Name::Repeat label="New password once more" kind="password" autocomplete="new-password"/>
                <div class="btn-row"><button class="btn">"Change password"</button></div>
            </PostForm>
        </section>
    }
}

#[component]
fn EmailSection() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="email-head">
            <header class="section-head"><h2 id="email-head">"E-mail address"</h2></header>
            <PostForm action=ChangeEmail::url() id="email">
                <Field field=Name::Email label="New address" kind="email" autocomplete="email"
                    hint="We send a link there. The change happens when you open it."/>
                <Field field=Name::Current label="Current password" kind="password" autocomplete="current-password"/>
                <div class="btn-row"><button class="btn">"Send the link"</button></div>
            </PostForm>
        </section>
    }
}
