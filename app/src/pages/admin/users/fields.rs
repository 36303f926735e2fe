//! The fields of a user, new or edited.

use lectern_contract::{Role, refusal::Field as Name};
use leptos::prelude::*;

use crate::components::{Choice, Field, Problem};

/// Name and address.
#[component]
pub fn PersonFields(#[prop(into, optional)] name: String, #[prop(into, optional)] email: String) -> impl IntoView {
    view! {
        <Field field=Name::Name label="Name" value=name/>
        <Field field=Name::Email label="E-mail address" kind="email" value=email/>
    }
}

/// The roles held; a refusal about them stands here.
#[component]
pub fn RolesField(
    /// Ticked at first.
    held: Vec<Role>,
) -> impl IntoView {
    view! {
        <fieldset class="field" id="roles">
            <legend>"Roles"</legend>
            {Role::ALL.iter().map(move |role| {
                view! { <Choice name="roles[]" value=role.as_str() label=role.label() checked=held.contains(role)/> }
            }).collect_view()}
            <Problem field=Name::Roles/>
        </fieldset>
    }
}
