//! The question before an act that cannot simply be taken back.

use lectern_contract::{Refusal, refusal::Field as Name};
use leptos::prelude::*;

use super::{PostForm, field::Problem};
use crate::caller::refused_form;

/// What will happen: its kind (`good`, `attention`, `stop`, or nothing) and its words.
pub type Consequence = (&'static str, String);

/// Fields of a form by their names, as they were typed.
pub type Typed = Vec<(&'static str, String)>;

/// What was typed into the form of an act that was not done, because what it will do has to be confirmed first; only
/// the fields by these names. None where the page is shown for any other reason.
pub fn unconfirmed(action: &str, names: &[&'static str]) -> Option<Typed> {
    let form = refused_form().filter(|form| form.action == action && form.refusal == Refusal::ConfirmFirst)?;
    let typed = |name: &&'static str| {
        let (_, value) = form.fields.iter().find(|(key, _)| key == name)?;
        Some((*name, value.clone()))
    };
    Some(names.iter().filter_map(typed).collect())
}

/// What was typed into one field; empty where nothing was.
pub fn typed<'a>(fields: &'a [(&'static str, String)], name: &str) -> &'a str {
    let field = fields.iter().find(|(key, _)| *key == name);
    field.map_or("", |(_, value)| value.as_str())
}

/// Says what will happen, and offers the act and the way back.
#[component]
pub fn Confirm(
    /// Where the act is posted to.
    #[prop(into)]
    action: String,
    /// Its hidden fields.
    fields: Vec<(&'static str, String)>,
    /// What will happen.
    consequences: Vec<Consequence>,
    /// What the button says: the act by its name.
    #[prop(into)]
    label: String,
    /// The way back, as (address, words).
    back: (String, &'static str),
    /// A field this act can be refused for, though the page does not show it.
    #[prop(optional)]
    about: Option<Name>,
    /// The id of the form whose act this confirms, if it has one: both have one key, and what was typed comes back.
    #[prop(into, optional)]
    id: String,
    /// The button's classes.
    #[prop(default = "btn btn-danger")]
    class: &'static str,
) -> impl IntoView {
    let (back, words) = back;
    view! {
        <section class="confirm">
            <ul class="consequences">
                {consequences.into_iter().map(|(kind, text)| view! {
                    <li data-kind=(!kind.is_empty()).then_some(kind)>{text}</li>
                }).collect_view()}
            </ul>
            <PostForm action id>
                {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
                {about.map(|field| view! { <Problem field/> })}
                <div class="btn-row"><button class=class>{label}</button><a class="btn" href=back>{words}</a></div>
            </PostForm>
        </section>
    }
}
