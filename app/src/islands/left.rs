//! Says what is left of an amount while a number is typed. It stands in the form, which names the whole in a
//! hidden field `available`; the domain decides all the same.

use leptos::{html, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Event, HtmlFormElement, HtmlInputElement, js_sys};

use super::dom::{form_around, on};

/// "Left: 7"; silent until a number was typed.
#[island]
pub fn Left() -> impl IntoView {
    let place = NodeRef::<html::P>::new();
    let words = RwSignal::new(String::new());
    place.on_load(move |place| {
        let Some(form) = form_around(&place) else { return };
        words.set(left(&form));
        let target = form.clone();
        on(&target, "input", move |_: Event| words.set(left(&form)));
    });
    view! { <p class="hint" role="status" node_ref=place hidden=move || words.get().is_empty()>{move || words.get()}</p> }
}

fn left(form: &HtmlFormElement) -> String {
    let (Some(all), Some(amount)) = (typed(form, "[name=available]"), typed(form, "[name=amount]")) else {
        return String::new();
    };
    if amount > all {
        format!("More than the {} available", grouped(all))
    } else {
        format!("Left: {}", grouped(all - amount))
    }
}

/// The number in a field: digits, with or without grouping.
fn typed(form: &HtmlFormElement, field: &str) -> Option<u32> {
    let input: HtmlInputElement = form.query_selector(field).ok().flatten()?.unchecked_into();
    let digits: String = input
        .value()
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{a0}'))
        .collect();
    digits.parse().ok()
}

/// Grouped by the browser, which carries the words for it anyway.
fn grouped(number: u32) -> String {
    js_sys::Number::from(number).to_locale_string("en-US").into()
}
