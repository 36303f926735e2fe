//! Admin → Outbox: every letter, its state and error.

pub mod actions;
pub mod letter;
pub mod list;

use leptos::prelude::*;

/// Says that letters do not leave, and how invited people get their links all the same.
#[component]
fn NoMail() -> impl IntoView {
    view! {
        <p class="flash" data-kind="attention">
            <strong>"Mail is not set up."</strong>" "
            <span>"Letters are kept here and do not leave. Managers can copy the links of their invitations and hand them over themselves."</span>
        </p>
    }
}
