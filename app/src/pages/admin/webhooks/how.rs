//! What receivers need to know, on the page where it is needed.

use lectern_contract::hooks::HookEvent;
use leptos::prelude::*;

/// How a delivery looks, how it is checked, and which events there are.
#[component]
pub fn How() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="how-head">
            <header class="section-head"><h2 id="how-head">"What a receiver gets"</h2></header>
            <div class="prose">
                <p>"A POST with a JSON body: "<code>"id"</code>", "<code>"type"</code>", "<code>"version"</code>" (1), "<code>"timestamp"</code>", "<code>"organization"</code>" and "<code>"data"</code>". Fields may be added; within a version none changes its meaning or goes."</p>
                <p>"It is signed as "<a href="https://www.standardwebhooks.com" rel="noreferrer">"Standard Webhooks"</a>" says: the header "<code>"webhook-signature"</code>" holds "<code>"v1,"</code>" and the base64 of the HMAC-SHA256 of "<code>"webhook-id.webhook-timestamp.body"</code>" under the signing secret, without its "<code>"whsec_"</code>" and decoded from base64. After a rotation it holds two for 24 hours, with a space between. Receivers check one of them, and that the timestamp is recent."</p>
                <p>"Any answer of 2xx within 10 seconds means that it was taken. Everything else is tried again for a day with growing pauses; "<code>"Retry-After"</code>" is kept, from 1 second to 2 hours. Redirects are not followed. 410 pauses the webhook."</p>
                <p>"A delivery can come more than once, always under the same "<code>"webhook-id"</code>", and in any order: "<code>"timestamp"</code>" says when it happened."</p>
            </div>
            <details>
                <summary>"All events"</summary>
                <dl class="facts">
                    {HookEvent::choices().map(|event| view! { <div><dt><code>{event.as_str()}</code></dt><dd>{event.label()}</dd></div> }).collect_view()}
                    <div><dt><code>{HookEvent::Test.as_str()}</code></dt><dd>"Somebody pressed “Send a test”"</dd></div>
                </dl>
            </details>
        </section>
    }
}
