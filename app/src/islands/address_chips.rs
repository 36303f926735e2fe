//! Invited addresses as chips. The form's own text area stays its data: hidden, and kept the same.

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast};
use web_sys::{DataTransfer, Element, HtmlInputElement, HtmlTextAreaElement};

use super::typed::{Chip, Typed};

/// Shows the addresses of the text area inside as chips. Without script the text area stands alone.
#[island]
pub fn AddressChips(
    /// The field with the text area.
    children: Children,
) -> impl IntoView {
    let typed = Typed::new();
    let awake = RwSignal::new(false);
    let field = NodeRef::<html::Div>::new();
    let chips = NodeRef::<html::Div>::new();
    let count = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        let Some(area) = field.get().and_then(|field| text_area(&field)) else {
            return;
        };
        if !awake.get_untracked() {
            typed.take(&area.value());
            if let (Some(chips), Some(count)) = (chips.get_untracked(), count.get_untracked()) {
                dress(&area, &chips, &count);
            }
            awake.set(true);
        }
        area.set_value(&typed.text());
    });
    view! {
        <div node_ref=field>
            {children()}
            <div class="chips" node_ref=chips hidden=move || !awake.get()>
                <ul class="chip-list">
                    <For each=move || typed.chips.get() key=|chip| chip.number let:chip><OneChip chip typed line=chips/></For>
                </ul>
                <TypingLine typed/>
            </div>
            <p class="hint" role="status" node_ref=count hidden=move || !awake.get()>{move || typed.summary()}</p>
        </div>
    }
}

/// A chip with the button that removes it.
#[component]
fn OneChip(chip: Chip, typed: Typed, line: NodeRef<html::Div>) -> impl IntoView {
    let remove = move |_| {
        typed.remove(chip.number);
        if let Some(input) = line.get_untracked().and_then(|chips| typing_line(&chips)) {
            _ = input.focus();
        }
    };
    view! {
        <li class="chip" data-kind=(!chip.fits).then_some("stop")>
            <span>{chip.text.clone()}{(!chip.fits).then(|| view! { " "<span class="visually-hidden">"(not an address)"</span> })}</span>
            <button type="button" aria-label=format!("Remove {}", chip.text) on:click=remove>"×"</button>
        </li>
    }
}

/// Where addresses are typed, pasted and dropped.
#[component]
fn TypingLine(typed: Typed) -> impl IntoView {
    // What is left is written at once: the draft may be what it was before, and then nothing else would.
    let write = move |event: ev::Event| {
        let line = event_target::<HtmlInputElement>(&event);
        let typed_text = line.value();
        let rest = typed.type_on(&typed_text);
        if rest != typed_text {
            line.set_value(&rest);
        }
    };
    let key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        _ if event.is_composing() => {}
        // Enter ends an address and never sends invitations by accident.
        "Enter" => {
            event.prevent_default();
            typed.finish();
        }
        "Backspace" if typed.draft.with_untracked(String::is_empty) => typed.remove_last(),
        _ => {}
    };
    // A single line loses line breaks of what is put into it, so lists are taken before the browser does it.
    let insert = move |event: &web_sys::Event, data: Option<DataTransfer>| {
        if data
            .and_then(|data| data.get_data("text").ok())
            .is_some_and(|text| typed.insert(&text))
        {
            event.prevent_default();
        }
    };
    view! {
        <input type="text" inputmode="email" autocomplete="off" autocapitalize="off" spellcheck="false"
            prop:value=move || typed.draft.get()
            on:input=write
            on:keydown=key
            on:paste=move |event| insert(&event, event.clipboard_data())
            on:drop=move |event| insert(&event, event.data_transfer())/>
    }
}

fn text_area(field: &Element) -> Option<HtmlTextAreaElement> {
    field.query_selector("textarea").ok()??.dyn_into().ok()
}

fn typing_line(chips: &Element) -> Option<HtmlInputElement> {
    chips.query_selector("input").ok()??.dyn_into().ok()
}

/// Puts chips and count where the text area is, and its label and descriptions on the typing line.
fn dress(area: &HtmlTextAreaElement, chips: &Element, count: &Element) {
    let id = area.id();
    area.set_id(&format!("{id}-data"));
    area.set_hidden(true);
    if let Some(line) = typing_line(chips) {
        line.set_id(&id);
        for name in ["aria-describedby", "aria-invalid"] {
            if let Some(value) = area.get_attribute(name) {
                _ = line.set_attribute(name, &value);
            }
        }
    }
    _ = area.after_with_node_2(chips, count);
}
