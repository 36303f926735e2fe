//! Fields: label, hint, control, and the problem beside it.

use lectern_contract::refusal::Field as Name;
use leptos::prelude::*;

use super::form::FormState;

/// The ids and texts a control is described by.
pub(super) struct Described {
    pub id: String,
    pub by: Option<String>,
    pub problem: Option<String>,
    typed: Option<String>,
}

pub(super) fn describe(field: Name, hint: &str) -> Described {
    let form = expect_context::<FormState>();
    let id = if form.id.is_empty() {
        field.name().to_owned()
    } else {
        format!("{}-{}", form.id, field.name())
    };
    let problem = form.problem(field);
    let mut by = Vec::new();
    if !hint.is_empty() {
        by.push(format!("{id}-hint"));
    }
    if problem.is_some() {
        by.push(format!("{id}-problem"));
    }
    let by = (!by.is_empty()).then(|| by.join(" "));
    Described {
        typed: form.typed(field.name()),
        id,
        by,
        problem,
    }
}

pub(super) fn hint_line(id: &str, hint: String) -> Option<impl IntoView + use<>> {
    let id = format!("{id}-hint");
    (!hint.is_empty()).then(|| view! { <p class="hint" id=id>{hint}</p> })
}

pub(super) fn problem_line(id: &str, problem: Option<String>) -> Option<impl IntoView + use<>> {
    let id = format!("{id}-problem");
    problem.map(|problem| view! { <p class="problem" id=id>{problem}</p> })
}

/// The problem of a field that this form does not show: a confirmation has none, and it can be refused too.
#[component]
pub fn Problem(field: Name) -> impl IntoView {
    expect_context::<FormState>()
        .problem(field)
        .map(|problem| view! { <p class="problem" role="alert">{problem}</p> })
}

/// A number in a table cell, labeled for screen readers alone.
#[component]
pub fn CellNumber(
    /// Which field.
    field: Name,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What stands in it at first.
    #[prop(into, optional)]
    value: String,
) -> impl IntoView {
    let Described { id, by, problem, typed } = describe(field, "");
    view! {
        <label class="visually-hidden" for=id.clone()>{label}</label>
        <input id=id.clone() name=field.name() type="text" inputmode="numeric" autocomplete="off" value=typed.unwrap_or(value)
            aria-invalid=problem.is_some().then_some("true") aria-describedby=by/>
        {problem_line(&id, problem)}
    }
}

/// A single-line field.
#[component]
pub fn Field(
    /// Which field.
    field: Name,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands in it at first.
    #[prop(into, optional)]
    value: String,
    /// Help below the label.
    #[prop(into, optional)]
    hint: String,
    /// The browser's autofill word.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Narrow, for numbers.
    #[prop(optional)]
    short: bool,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let Described { id, by, problem, typed } = describe(field, &hint);
    let value = if kind == "password" {
        String::new()
    } else {
        typed.unwrap_or(value)
    };
    let mode = match kind {
        "number" => Some("numeric"),
        "email" => Some("email"),
        _ => None,
    };
    let number = kind == "number";
    view! {
        <div class="field">
            <label for=id.clone()>{label}{optional.then(|| view! { " "<span class="optional">"optional"</span> })}</label>
            {hint_line(&id, hint)}
            <input id=id.clone() name=field.name() type=if number { "text" } else { kind } inputmode=mode value=value
                class=(short || number).then_some("input-short") autocomplete=autocomplete
                autofocus=problem.is_some() aria-invalid=problem.is_some().then_some("true") aria-describedby=by/>
            {problem_line(&id, problem)}
        </div>
    }
    .into_any()
}

/// A field of several lines: the one place where a text area is written.
#[component]
pub fn LongField(
    /// Which field.
    field: Name,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What stands in it at first.
    #[prop(into, optional)]
    value: String,
    /// Help below the label.
    #[prop(into, optional)]
    hint: String,
    /// Its height in lines.
    #[prop(default = 4)]
    rows: u8,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let Described { id, by, problem, typed } = describe(field, &hint);
    view! {
        <div class="field">
            <label for=id.clone()>{label}{optional.then(|| view! { " "<span class="optional">"optional"</span> })}</label>
            {hint_line(&id, hint)}
            <textarea id=id.clone() name=field.name() rows=rows.to_string() autofocus=problem.is_some()
                aria-invalid=problem.is_some().then_some("true") aria-describedby=by>{typed.unwrap_or(value)}</textarea>
            {problem_line(&id, problem)}
        </div>
    }
    .into_any()
}

/// A choice from a list.
#[component]
pub fn SelectField(
    /// Which field.
    field: Name,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The choices as (value, words).
    options: Vec<(String, String)>,
    /// The value chosen at first.
    #[prop(into, optional)]
    value: String,
    /// Help below the label.
    #[prop(into, optional)]
    hint: String,
) -> impl IntoView {
    let Described { id, by, problem, typed } = describe(field, &hint);
    let chosen = typed.unwrap_or(value);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint_line(&id, hint)}
            <select id=id.clone() name=field.name() aria-invalid=problem.is_some().then_some("true") aria-describedby=by>
                {options.into_iter().map(|(value, words)| view! {
                    <option value=value.clone() selected=value == chosen>{words}</option>
                }).collect_view()}
            </select>
            {problem_line(&id, problem)}
        </div>
    }
    .into_any()
}

/// One tick box of several with the same name.
#[component]
pub fn Choice(
    /// The control's name, `roles[]` for a list.
    #[prop(into)]
    name: String,
    /// What is sent when it is ticked.
    #[prop(into)]
    value: String,
    /// Its words.
    #[prop(into)]
    label: String,
    /// Ticked at first.
    checked: bool,
) -> impl IntoView {
    let form = expect_context::<FormState>();
    let bare = name.trim_end_matches("[]").to_owned();
    let checked = form.typed_among(&bare, &value).unwrap_or(checked);
    view! {
        <label class="choice"><input type="checkbox" name=name value=value checked=checked/>" "<span>{label}</span></label>
    }
    .into_any()
}
