//! The page: made of the same document that programs read.

use leptos::prelude::*;
use serde_json::Value;

use super::call::{Call, text};
use crate::{
    api_document::api_document,
    components::{Head, screen},
};

/// `/api`
#[component]
pub fn ApiPage() -> impl IntoView {
    let document = api_document().0;
    screen(async move {
        let document = document.as_ref().clone();
        let root = text(&document["servers"][0]["url"]);
        let tags = document["tags"].as_array().cloned().unwrap_or_default();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="API" sub="What programs can call."/>
                <Rules root=root.clone()/>
                <Scopes document=document.clone()/>
                {tags.into_iter().map(|tag| view! { <Area tag root=root.clone() document=document.clone()/> }).collect_view()}
            </main>
        })
    })
}

/// What holds for every call.
#[component]
fn Rules(root: String) -> impl IntoView {
    let document = format!("{root}/openapi.json");
    view! {
        <section class="section" aria-labelledby="rules">
            <header class="section-head"><h2 id="rules">"For every call"</h2><a href=document download="">"OpenAPI document"</a></header>
            <dl class="facts">
                <div><dt>"Address"</dt><dd><code>{root}</code></dd></div>
                <div><dt>"Key"</dt><dd><code>"Authorization: Bearer lk_…"</code>". An admin makes it at Admin → Settings → API keys. It acts for that admin, in the role admin, within its scopes, and stops when the admin does. Sessions and cookies mean nothing here."</dd></div>
                <div><dt>"Bodies"</dt><dd>"JSON, sent as "<code>"application/json"</code>". A field that is not offered is refused."</dd></div>
                <div><dt>"Once"</dt><dd>"Every POST but suspend and restore needs an "<code>"Idempotency-Key"</code>". The same key with the same request gives the first answer again, whatever has changed since; with another request it is 409. Each API key has its own."</dd></div>
                <div><dt>"Lists"</dt><dd>"Newest first, in parts of "<code>"limit"</code>" rows (200 at most). "<code>"next"</code>" is the address of the next part; what is added meanwhile moves nothing."</dd></div>
                <div><dt>"Limit"</dt><dd>"Every answer says how many calls the key has left in this minute: "<code>"RateLimit-Remaining"</code>", "<code>"RateLimit-Reset"</code>". Over it is 429 with "<code>"Retry-After"</code>"."</dd></div>
                <div><dt>"Problems"</dt><dd>"Every refusal is "<code>"application/problem+json"</code>" (RFC 9457) with a stable "<code>"type"</code>", a sentence, and the fields it is about."</dd></div>
            </dl>
        </section>
    }
}

/// What keys can be allowed.
#[component]
fn Scopes(document: Value) -> impl IntoView {
    use lectern_contract::api_keys::Scope;
    let example = serde_json::to_string_pretty(&document["components"]["schemas"]["Problem"]["example"]);
    view! {
        <section class="section" aria-labelledby="scopes">
            <header class="section-head"><h2 id="scopes">"Scopes"</h2></header>
            <dl class="facts">
                {Scope::ALL.iter().map(|scope| view! { <div><dt><code>{scope.as_str()}</code></dt><dd>{scope.label()}</dd></div> }).collect_view()}
            </dl>
            <details><summary>"A problem"</summary><pre tabindex="0"><code>{example.unwrap_or_default()}</code></pre></details>
        </section>
    }
}

/// The calls of one noun.
#[component]
fn Area(tag: Value, root: String, document: Value) -> impl IntoView {
    let name = text(&tag["name"]);
    let id = name.to_lowercase();
    let mut calls = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if operation["tags"][0] == name.as_str() {
                calls.push((format!("{root}{path}"), method.clone(), operation.clone()));
            }
        }
    }
    view! {
        <section class="section" aria-labelledby=id>
            <header class="section-head"><h2 id=id.clone()>{name}</h2></header>
            <p>{text(&tag["description"])}</p>
            {calls.into_iter().map(|(path, method, operation)| {
                view! { <Call document=document.clone() path method operation/> }
            }).collect_view()}
        </section>
    }
    .into_any()
}
