//! Leaves the player's page when the course says that it is over.

use leptos::prelude::*;

/// Goes to *My courses* when the player asks to: its sandbox does not let it lead us away itself.
#[island]
#[allow(unused_variables, reason = "only the browser listens")]
pub fn PlayerExit(
    /// Where the player comes from; nobody else is heard.
    origin: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _listener = window_event_listener(leptos::ev::message, move |event| {
        if event.origin() == origin && is_exit(&event.data()) {
            let _ = window().location().set_href("/learner/courses");
        }
    });
}

/// Whether a message is the player's `{ lectern: "exit" }`.
#[cfg(feature = "hydrate")]
fn is_exit(message: &leptos::wasm_bindgen::JsValue) -> bool {
    use leptos::web_sys::js_sys::Reflect;
    Reflect::get(message, &"lectern".into()).is_ok_and(|word| word.as_string().as_deref() == Some("exit"))
}
