//! What stands behind a link that opens nothing any more: which it is, and the next step. No personal data.

use axum::http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::components::{Head, form::Said};

/// A link without anything behind it.
#[component]
pub fn Ended(
    /// The status that fits: 410 for a link that was good once, 404 for one that never was.
    status: StatusCode,
    /// What became of it, as a noun.
    #[prop(into)]
    title: String,
    /// The same in a sentence, and what to do now.
    #[prop(into)]
    text: String,
    /// The next step, as (address, words).
    way: (String, &'static str),
    /// Another step that can be taken.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
    // A form that came too late needs no second sentence.
    if let Some(said) = use_context::<Said>() {
        said.say();
    }
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title/>
            <p>{text}</p>
            {children.map(|children| children())}
            <div class="btn-row"><a class="btn btn-primary" href=way.0>{way.1}</a></div>
        </main>
    }
}
