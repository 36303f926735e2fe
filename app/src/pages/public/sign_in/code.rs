//! The page after the password: the code of the second factor.

use lectern_contract::refusal::Field as Name;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::SignInCode;
use crate::{
    caller::{go, parameter, person, portal, session},
    components::{Field, Head, PostForm, screen, sign_in_path},
};

/// `/sign-in/code?next=…`; without a right password before it leads to the sign-in page.
#[component]
pub fn SignInCodePage() -> impl IntoView {
    let (next, person, session, portal) = (parameter("next"), person(), session(), portal());
    screen(async move {
        let half = session?.half().await?;
        match (person, half) {
            (Some(person), _) => go(person.actor.role.home())?,
            (None, Some(half)) if half.is_alive(&portal) => {}
            (None, _) => go(&sign_in_path(&next))?,
        }
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title="Second factor" sub="Your password was right. One more step."/>
                <PostForm action=SignInCode::url()>
                    <input type="hidden" name="next" value=next/>
                    <Field field=Name::Code label="Code" autocomplete="one-time-code" short=true
                        hint="The six digits your authenticator app shows now, or one of your recovery codes."/>
                    <div class="btn-row"><button class="btn btn-primary">"Sign in"</button></div>
                </PostForm>
                <ul class="other-ways">
                    <li><a href="/sign-in">"Sign in as somebody else"</a></li>
                    <li>"App and recovery codes lost? An admin can reset your second factor."</li>
                </ul>
            </main>
        })
    })
}
