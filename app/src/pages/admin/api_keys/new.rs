//! The form of a new key.

use lectern_contract::{
    Refusal, Role,
    api_keys::{KeyLife, Scope},
    refusal::Field as Name,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{KEYS, actions::MakeApiKey, crumbs};
use crate::{
    caller::caller_as,
    components::{Choice, Field, Head, PostForm, Problem, SelectField, screen},
};

/// `/admin/api-keys/new`
#[component]
pub fn NewApiKeyPage() -> impl IntoView {
    let caller = caller_as(Role::Admin);
    let lives: Vec<(String, String)> = KeyLife::ALL
        .iter()
        .map(|life| (life.to_string(), life.label().to_owned()))
        .collect();
    screen(async move {
        let caller = caller?;
        if caller.person.needs_second_factor {
            return Err(Refusal::SecondFactorFirst.into());
        }
        let sub = format!(
            "It acts for you, {}, as an admin, within its scopes.",
            caller.person.name
        );
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="New API key" sub crumbs=crumbs()/>
                <PostForm action=MakeApiKey::url()>
                    <Field field=Name::Name label="What it is for" hint="For example the name of the program that will have it."/>
                    <Scopes/>
                    <SelectField field=Name::Life label="Works for" options=lives value=KeyLife::Quarter.to_string()/>
                    <Field field=Name::Current label="Current password" kind="password" autocomplete="current-password"/>
                    <div class="btn-row"><button class="btn btn-primary">"Make API key"</button><a class="btn" href=KEYS>"Back"</a></div>
                </PostForm>
            </main>
        })
    })
}

#[component]
fn Scopes() -> impl IntoView {
    view! {
        <fieldset class="field" id="scopes">
            <legend>"Scopes"</legend>
            {Scope::ALL.iter().map(|scope| view! {
                <Choice name="scopes[]" value=scope.as_str() label=format!("{} ({scope})", scope.label()) checked=false/>
            }).collect_view()}
            <Problem field=Name::Scopes/>
        </fieldset>
    }
}
