//! What islands share to reach the form they stand in.

use leptos::wasm_bindgen::{JsCast, closure::Closure, convert::FromWasmAbi};
use web_sys::{Element, EventTarget, HtmlFormElement};

/// The form around an island.
pub(super) fn form_around(place: &Element) -> Option<HtmlFormElement> {
    place.closest("form").ok().flatten()?.dyn_into().ok()
}

/// Listens for as long as the page lives.
pub(super) fn on<E: FromWasmAbi + 'static>(target: &EventTarget, name: &str, act: impl FnMut(E) + 'static) {
    let listener = Closure::<dyn FnMut(E)>::new(act);
    let _ = target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    listener.forget();
}
