//! The set-up page.

use axum::http::StatusCode;
use lectern_contract::{Refusal, refusal::Field as Name};
use lectern_domain::accounts::{organizations, setup};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_axum::ResponseOptions;

use super::actions::SetUp;
use crate::{
    caller::{parameter, portal},
    components::{Choice, Field, Head, PostForm, SelectField, screen},
    refusal::Refused,
};

/// `/setup?token=…`; opening it changes nothing.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let (portal, token) = (portal(), parameter("token"));
    screen(async move {
        match setup::look(&portal, &token).await.map_err(Refused::from) {
            Ok(()) => Ok(view! { <Start token base_url=portal.settings().base_url.clone()/> }.into_any()),
            Err(Refused(Refusal::StaleLink)) => Ok(view! { <NeedsLink given=!token.is_empty()/> }.into_any()),
            Err(refused) => Err(refused),
        }
    })
}

#[component]
fn Start(token: String, base_url: String) -> impl IntoView {
    let zones = organizations::time_zones()
        .map(|zone| (zone.to_owned(), zone.replace('_', " ")))
        .collect();
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title="Set-up" sub="Who runs this portal, and who is its first admin."/>
            <dl class="facts"><div><dt>"The portal’s address"</dt><dd>{base_url}</dd></div></dl>
            <p class="hint">"Links in letters begin with this address. It is "<code>"LECTERN_BASE_URL"</code>" in the configuration: set it right before you go on."</p>
            <PostForm action=SetUp::url()>
                <input type="hidden" name="token" value=token/>
                <Field field=Name::Organization label="Organization" autocomplete="organization"/>
                <SelectField field=Name::TimeZone label="Time zone" options=zones value="UTC" hint="Days are counted in it."/>
                <Field field=Name::Name label="Your name" autocomplete="name"/>
                <Field field=Name::Email label="Your e-mail address" kind="email" autocomplete="username"/>
                <Field field=Name::Password label="Password" kind="password" autocomplete="new-password" hint="At least 8 characters."/>
                <Field field=Name::Repeat label="Password once more" kind="password" autocomplete="new-password"/>
                <Choice name="demo" value="yes" label="Load a demo: two courses and some people, who sign in with your password" checked=false/>
                <div class="btn-row"><button class="btn btn-primary">"Set up"</button></div>
            </PostForm>
        </main>
    }
}

/// A new portal was opened without its one-time link, or with a wrong one.
#[component]
fn NeedsLink(given: bool) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>()
        && given
    {
        response.set_status(StatusCode::GONE);
    }
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title="Set-up"/>
            <p>{if given { "This is not the link of this portal’s set-up." } else { "This portal is new and waits for its set-up." }}</p>
            <p>"Open the one-time link that the server printed when it started. On its machine, "<code>"lectern setup-link"</code>" prints it again."</p>
        </main>
    }
}
