//! The sign-in page.

use lectern_contract::refusal::Field as Name;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::SignIn;
use crate::{
    caller::{go, parameter, person},
    components::{Field, Head, PostForm, screen},
};

/// `/sign-in?next=…`; who is signed in is led on.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (next, person) = (parameter("next"), person());
    screen(async move {
        if let Some(person) = person {
            go(if next.is_empty() {
                person.actor.role.home()
            } else {
                &next
            })?;
        }
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title="Sign in"/>
                <PostForm action=SignIn::url()>
                    <input type="hidden" name="next" value=next/>
                    <Field field=Name::Email label="E-mail address" kind="email" autocomplete="username"/>
                    <Field field=Name::Password label="Password" kind="password" autocomplete="current-password"/>
                    <div class="btn-row"><button class="btn btn-primary">"Sign in"</button></div>
                </PostForm>
                <ul class="other-ways"><li><a href="/forgot-password">"Forgot your password?"</a></li></ul>
            </main>
        })
    })
}
