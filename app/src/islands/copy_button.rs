//! A button that copies the field beside it.

use leptos::{html, prelude::*, wasm_bindgen::JsCast};
use web_sys::{HtmlDocument, HtmlInputElement};

/// Copies what stands in the input of the same `.copy`. Without script it is not there: the field can be
/// selected.
#[island]
pub fn CopyButton() -> impl IntoView {
    let awake = RwSignal::new(false);
    let copied = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    Effect::new(move |_| awake.set(true));
    let copy = move |_| {
        copied.set(
            button
                .get_untracked()
                .is_some_and(|button| copy_beside(&button).is_some()),
        );
    };
    view! {
        <button class="btn" type="button" node_ref=button hidden=move || !awake.get() on:click=copy>"Copy"</button>
        <span class="hint" role="status">{move || if copied.get() { "Copied" } else { "" }}</span>
    }
}

/// The document's own command, because the clipboard object exists only over TLS.
fn copy_beside(button: &web_sys::Element) -> Option<()> {
    let input: HtmlInputElement = button
        .closest(".copy")
        .ok()??
        .query_selector("input")
        .ok()??
        .dyn_into()
        .ok()?;
    input.select();
    let document: HtmlDocument = input.owner_document()?.dyn_into().ok()?;
    document.exec_command("copy").ok()?.then_some(())
}
