//! Lets terms be accepted once they were scrolled through. It stands in the form, after the box of class `terms`
//! and the tick named `accept`; without script the tick just works.

use leptos::{html, prelude::*};
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, wasm_bindgen::JsCast};

use super::dom::{form_around, on};

/// Pixels by which the end may be missed: browsers round.
const SLACK: i32 = 8;

/// "Scroll to the end of the terms to accept them."; silent when that was done.
#[island]
pub fn TermsGate() -> impl IntoView {
    let place = NodeRef::<html::P>::new();
    let read = RwSignal::new(true);
    place.on_load(move |place| {
        let Some((terms, tick)) = form_around(&place).as_ref().and_then(parts) else {
            return;
        };
        // A tick that the browser remembered was made after reading.
        read.set(tick.checked() || at_end(&terms));
        tick.set_disabled(!read.get_untracked());
        let (target, tick) = (terms.clone(), tick);
        on(&target, "scroll", move |_: Event| {
            if at_end(&terms) {
                read.set(true);
                tick.set_disabled(false);
            }
        });
    });
    view! {
        <p class="hint" role="status" node_ref=place hidden=move || read.get()>
            {move || if read.get() { "" } else { "Scroll to the end of the terms to accept them." }}
        </p>
    }
}

fn parts(form: &HtmlFormElement) -> Option<(Element, HtmlInputElement)> {
    let terms = form.query_selector(".terms").ok()??;
    let tick = form.query_selector("input[name=accept]").ok()??.dyn_into().ok()?;
    Some((terms, tick))
}

fn at_end(terms: &Element) -> bool {
    terms.scroll_top() + terms.client_height() + SLACK >= terms.scroll_height()
}
