//! Forms: plain posts. A refused one comes back with its problem and what was typed.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use lectern_contract::{Refusal, refusal::Field};
use leptos::{context::Provider, prelude::*};

use crate::caller::{RefusedForm, here, portal, refused_form};

/// Whether somebody on the page has said why the form was refused; the page itself does where nobody did.
#[derive(Clone, Debug, Default)]
pub struct Said(Arc<AtomicBool>);

impl Said {
    /// Somebody says it.
    pub fn say(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody said it.
    pub fn is_said(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What fields need to know of the form they stand in.
#[derive(Clone, Debug)]
pub struct FormState {
    /// Makes ids of fields unique on the page.
    pub id: String,
    refused: Option<RefusedForm>,
    said: Said,
}

impl FormState {
    /// What was typed into a control before the form was refused.
    pub fn typed(&self, name: &str) -> Option<String> {
        let fields: &Arc<Vec<(String, String)>> = &self.refused.as_ref()?.fields;
        fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    }

    /// Whether a control that can be given several times was given this value; none without a refused form.
    pub fn typed_among(&self, name: &str, value: &str) -> Option<bool> {
        let fields = &self.refused.as_ref()?.fields;
        Some(fields.iter().any(|(key, typed)| {
            key.trim_end_matches(|c: char| c == ']' || c == '[' || c.is_ascii_digit()) == name && typed == value
        }))
    }

    /// The problem of one field, in words.
    pub fn problem(&self, field: Field) -> Option<String> {
        let refusal = &self.refused.as_ref()?.refusal;
        (refusal.field() == Some(field)).then(|| {
            self.said.say();
            refusal.sentence()
        })
    }

    /// The refusal in words, where no field of the form said it. A question is none: the page asks it.
    fn whole(&self) -> Option<String> {
        let refusal = &self.refused.as_ref()?.refusal;
        if self.said.is_said() {
            return None;
        }
        self.said.say();
        (*refusal != Refusal::ConfirmFirst).then(|| refusal.sentence())
    }
}

/// A form that posts to a server function. It carries an idempotency key and the page it stands on.
#[component]
pub fn PostForm(
    /// Where it posts to: `SomeAct::url()`.
    #[prop(into)]
    action: String,
    /// Tells two forms with the same action on one page apart; also the prefix of field ids.
    #[prop(into, optional)]
    id: String,
    /// `form` (default) or `cell-form` in tables and menus.
    #[prop(into, optional)]
    class: Option<&'static str>,
    /// `multipart/form-data` for a form that carries a file.
    #[prop(into, optional)]
    enctype: Option<&'static str>,
    /// The fields and buttons.
    children: Children,
) -> impl IntoView {
    let same = |form: &RefusedForm| {
        let named = form
            .fields
            .iter()
            .find(|(key, _)| key == "form")
            .map_or("", |(_, value)| value.as_str());
        form.action == action && named == id
    };
    let refused = refused_form().filter(same);
    let said = use_context::<Said>().unwrap_or_default();
    let state = FormState {
        id: id.clone(),
        refused,
        said,
    };
    let key = state.typed("key").unwrap_or_else(fresh_key);
    let inside = view! { <Provider value=state.clone()>{children()}</Provider> };
    // A small form stands in a row or a closed menu: there the page says it.
    let general = if class.is_none() { state.whole() } else { None };
    view! {
        {general.map(|sentence| view! { <NotDone sentence/> })}
        <form class=class.unwrap_or("form") method="post" action=action enctype=enctype>
            <input type="hidden" name="page" value=here()/>
            <input type="hidden" name="form" value=id/>
            <input type="hidden" name="key" value=key/>
            {inside}
        </form>
    }
    .into_any()
}

/// Says that an act was refused.
#[component]
pub fn NotDone(sentence: String) -> impl IntoView {
    view! { <p class="flash" data-kind="stop" role="alert"><strong>"Not done."</strong>" "<span>{sentence}</span></p> }
}

/// A key that no other form has.
fn fresh_key() -> String {
    lectern_domain::secrets::random(&portal().chance().bytes())
}

/// A form that is nothing but its button, for menus and rows.
#[component]
pub fn FormButton(
    /// Where it posts to.
    #[prop(into)]
    action: String,
    /// Hidden fields.
    fields: Vec<(&'static str, String)>,
    /// The button's classes.
    #[prop(into, optional)]
    class: &'static str,
    /// What the button says.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let id = fields
        .iter()
        .map(|(_, value)| value.as_str())
        .collect::<Vec<_>>()
        .join("-");
    view! {
        <PostForm action id class="cell-form">
            {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <button class=class>{label}</button>
        </PostForm>
    }
    .into_any()
}
