//! The question before an act that cannot simply be taken back.

use lectern_contract::refusal::Field as Name;
use leptos::prelude::*;

use super::{PostForm, field::Problem};

/// What will happen: its kind (`good`, `attention`, `stop`, or nothing) and its words.
pub type Consequence = (&'static str, String);

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
) -> impl IntoView {
    let (back, words) = back;
    view! {
        <section class="confirm">
            <ul class="consequences">
                {consequences.into_iter().map(|(kind, text)| view! {
                    <li data-kind=(!kind.is_empty()).then_some(kind)>{text}</li>
                }).collect_view()}
            </ul>
            <PostForm action>
                {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
                {about.map(|field| view! { <Problem field/> })}
                <div class="btn-row"><button class="btn btn-danger">{label}</button><a class="btn" href=back>{words}</a></div>
            </PostForm>
        </section>
    }
}
