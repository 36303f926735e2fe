//! Choosing a password: a first one, or a new one for a forgotten one.

use axum::http::StatusCode;
use lectern_contract::{Refusal, refusal::Field as Name};
use lectern_domain::accounts::reset;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::ChoosePassword;
use crate::{
    caller::{path_id, portal},
    components::{Field, Head, PostForm, screen},
    pages::public::ended::Ended,
    refusal::Refused,
};

/// `/password/:token`; opening it changes nothing.
#[component]
pub fn ChoosePasswordPage() -> impl IntoView {
    let (portal, token) = (portal(), path_id::<String>("token"));
    screen(async move {
        let token = token?;
        match reset::look(&portal, &token).await.map_err(Refused::from) {
            Ok(()) => Ok(view! { <Choose token/> }.into_any()),
            Err(Refused(Refusal::StaleLink)) => Ok(view! { <Stale/> }.into_any()),
            Err(refused) => Err(refused),
        }
    })
}

#[component]
fn Choose(token: String) -> impl IntoView {
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title="Your password" sub="After this you sign in with it. Other sessions of yours are ended."/>
            <PostForm action=ChoosePassword::url()>
                <input type="hidden" name="token" value=token/>
                <Field field=Name::Password label="Password" kind="password" autocomplete="new-password" hint="At least 8 characters."/>
                <Field field=Name::Repeat label="Password once more" kind="password" autocomplete="new-password"/>
                <div class="btn-row"><button class="btn btn-primary">"Keep this password"</button></div>
            </PostForm>
        </main>
    }
}

#[component]
fn Stale() -> impl IntoView {
    let way = ("/forgot-password".to_owned(), "Ask for a new link");
    view! { <Ended status=StatusCode::GONE title="An old link" text=Refusal::StaleLink.sentence() way/> }
}
