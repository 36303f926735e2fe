//! The secret, as a QR code and to type, and the field for its first code.

use lectern_contract::{refusal::Field as Name, second_factor::SharedSecret};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::ConfirmSecondFactor, qr::QrCode};
use crate::components::{Field, PostForm};

/// Shows the secret and asks for a code of it.
#[component]
pub fn SetUp(secret: SharedSecret) -> impl IntoView {
    let SharedSecret { text, url } = secret;
    view! {
        <section class="section" aria-labelledby="scan-head">
            <header class="section-head"><h2 id="scan-head">"1. Add it to your app"</h2></header>
            <p>"Scan this picture with an authenticator app, or type the secret into it (time-based, six digits)."</p>
            <QrCode text=url/>
            <dl class="facts"><div><dt>"Secret"</dt><dd><code class="secret">{text}</code></dd></div></dl>
        </section>
        <section class="section" aria-labelledby="code-head">
            <header class="section-head"><h2 id="code-head">"2. Type the code it shows"</h2></header>
            <PostForm action=ConfirmSecondFactor::url()>
                <Field field=Name::Code label="Code" autocomplete="one-time-code" short=true
                    hint="Six digits; the app shows new ones every half minute."/>
                <div class="btn-row"><button class="btn btn-primary">"Turn on"</button><a class="btn" href="/account">"Not now"</a></div>
            </PostForm>
        </section>
    }
}
