//! The HTML document around every page.

use axum::http::{HeaderValue, header};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_meta::{MetaTags, Title, provide_meta_context};

use crate::{
    caller::{here, person, portal, take_notice},
    components::top::Top,
    routes::Pages,
};

/// Where the site's own files are, with their content hashes in the address.
#[derive(Clone, Debug)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The glue of the islands' wasm.
    pub js: String,
    /// The islands' wasm.
    pub wasm: String,
}

/// Wakes the islands of a page, where there are any: a page without one loads no wasm.
const WAKE: &str = "const islands=document.querySelectorAll('leptos-island');\
if(islands.length){const d=document.currentScript?.dataset??document.getElementById('wake').dataset;\
import(d.js).then(async m=>{await m.default({module_or_path:d.wasm});m.hydrate();\
for(const el of islands){const wake=m[el.dataset.component];\
if(wake)wake(el);else console.error('no such island',el.dataset.component);}document.documentElement.dataset.awake='';});}";

/// A page begins to come when its link is pressed, not when it is let go; no sooner, because a number that waited in the
/// browser may be old. Files, an invitation's link (looking is audited) and the player wait for the click.
const AHEAD: &str = r#"{"prefetch":[{"eagerness":"conservative","where":{"and":[{"href_matches":["/admin*","/manager*","/learner*"]},{"not":{"href_matches":["/*.*","/*/link","/learner/launch/*"]}}]}}]}"#;

/// What the page may load and who may frame it; the nonce is that of its own scripts.
fn policy(nonce: &str, content: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; frame-src 'self' {content}; form-action 'self'; base-uri 'none'; object-src 'none'; \
         frame-ancestors 'none'"
    )
}

/// Sends the policy with the page.
fn protect(more: &str) {
    let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let policy = policy(&nonce, &portal().settings().content_url) + more;
    if let (Some(response), Ok(policy)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&policy)) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Lets this page show a letter in a frame: the frame has the page's policy, and letters style themselves by
/// attributes, as mail programs want it.
pub fn show_letters() {
    protect("; style-src-attr 'unsafe-inline'");
}

/// The document.
pub fn shell() -> impl IntoView {
    protect("");
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    provide_meta_context();
    let assets = expect_context::<Assets>();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=assets.css/>
                <link rel="icon" href="data:,"/>
                <script type="module" id="wake" nonce=use_nonce() data-js=assets.js data-wasm=assets.wasm>{WAKE}</script>
                <script type="speculationrules" nonce=use_nonce()>{AHEAD}</script>
                <MetaTags/>
            </head>
            <body>
                <Title formatter=document_title/>
                <App/>
            </body>
        </html>
    }
}

/// The document's title, escaped here: `leptos_meta` writes it into the page as it is, and titles hold what
/// people and packages call things.
#[allow(clippy::needless_pass_by_value, reason = "the shape of a title's formatter")]
fn document_title(title: String) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if title.is_empty() {
        "Lectern".to_owned()
    } else {
        format!("{title} · Lectern")
    }
}

/// Where the page around the player is.
const PLAYER: &str = "/learner/launch/";

/// Top bar, notice, page, foot.
#[component]
pub fn App() -> impl IntoView {
    // The player has the window to itself, and leaves the notice to the next page.
    if here().starts_with(PLAYER) {
        return view! { <Pages/> }.into_any();
    }
    let notice = take_notice();
    let organization = person().map(|person| person.organization_name);
    view! {
        <a class="skip" href="#main">"Skip to content"</a>
        <Top/>
        {notice.map(|notice| view! {
            <div class="page-notice">
                <p class="flash" data-kind="good" role="status"><strong>"Done."</strong>" "<span>{notice.sentence()}</span></p>
            </div>
        })}
        <Pages/>
        {organization.map(|name| view! { <footer class="foot"><div><p>{name}</p></div></footer> })}
    }
    .into_any()
}
