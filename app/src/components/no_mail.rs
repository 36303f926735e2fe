//! Says that letters do not leave.

use leptos::prelude::*;

/// The notice that mail is not set up.
#[component]
pub fn NoMail(
    /// What that means here, and how people get their links all the same.
    says: &'static str,
) -> impl IntoView {
    view! {
        <p class="flash" data-kind="attention"><strong>"Mail is not set up."</strong>" "<span>{says}</span></p>
    }
}
