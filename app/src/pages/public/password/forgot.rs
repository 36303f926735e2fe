//! The page for a forgotten password.

use lectern_contract::refusal::Field as Name;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::AskPassword;
use crate::components::{Field, Head, PostForm, screen};

/// `/forgot-password`
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    screen(async move {
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title="Forgotten password" sub="We send a letter with a link to choose a new one."/>
                <PostForm action=AskPassword::url()>
                    <Field field=Name::Email label="E-mail address" kind="email" autocomplete="username"/>
                    <div class="btn-row"><button class="btn btn-primary">"Send the link"</button></div>
                </PostForm>
                <ul class="other-ways"><li><a href="/sign-in">"Sign in"</a></li></ul>
            </main>
        })
    })
}
