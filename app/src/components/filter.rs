//! What narrows a list: a form above it, what can be taken away again, and the addresses of both.

use leptos::prelude::*;

use crate::{
    caller::{form_fields, here, parameter},
    format::encoded,
};

/// One select of a filter: name, label, choices as (value, words).
pub type Select = (&'static str, &'static str, Vec<(String, String)>);

/// A search field, selects and, for a log, a period above a list; a plain GET form. `fixed` parameters are kept as
/// they are.
#[component]
pub fn Filter(
    #[prop(optional)] selects: Vec<Select>,
    #[prop(optional)] fixed: &'static [&'static str],
    #[prop(optional)] period: bool,
) -> impl IntoView {
    let path = here().split('?').next().unwrap_or_default().to_owned();
    let days: &[_] = if period { &[("from", "From"), ("to", "To")] } else { &[] };
    let narrowed = std::iter::once("q")
        .chain(selects.iter().map(|(name, ..)| *name))
        .chain(days.iter().map(|(name, _)| *name))
        .chain(fixed.iter().copied())
        .any(|name| !parameter(name).is_empty());
    let kept = fixed.iter().filter(|name| !parameter(name).is_empty());
    view! {
        <form class="filter" method="get" role="search">
            {kept.map(|name| view! { <input type="hidden" name=*name value=parameter(name)/> }).collect_view()}
            <div class="field"><label for="q">"Search"</label><input id="q" name="q" type="search" value=parameter("q")/></div>
            {selects.into_iter().map(choice).collect_view()}
            {days.iter().map(day).collect_view()}
            <button class="btn">"Show"</button>
            {narrowed.then(|| view! { " "<a class="btn btn-link" href=path>"Show all"</a> })}
        </form>
    }
    .into_any()
}

fn choice((name, label, options): Select) -> impl IntoView {
    let chosen = parameter(name);
    view! {
        <div class="field"><label for=format!("filter-{name}")>{label}</label>
            <select id=format!("filter-{name}") name=name>
                <option value="">"All"</option>
                {options.into_iter().map(|(value, words)| view! {
                    <option value=value.clone() selected=value == chosen>{words}</option>
                }).collect_view()}
            </select>
        </div>
    }
}

fn day((name, label): &(&'static str, &'static str)) -> impl IntoView {
    view! {
        <div class="field"><label for=format!("filter-{name}")>{*label}</label>
            <input id=format!("filter-{name}") name=*name type="date" value=parameter(name)/></div>
    }
}

/// What narrows a list beside its filter, because a number led here that counts just these rows: each as (parameter,
/// words), and each can be taken away. Nothing where nothing does.
#[component]
pub fn Narrowed(by: Vec<(&'static str, String)>) -> impl IntoView {
    let line = |(name, words): (&'static str, String)| {
        let label = format!("Take away the filter “{words}”");
        view! { <li class="chip"><span>{words}</span><a href=without(name) aria-label=label>"×"</a></li> }
    };
    (!by.is_empty()).then(|| {
        view! { <ul class="narrowed" aria-label="Shown are only">{by.into_iter().map(line).collect_view()}</ul> }
    })
}

/// The address of this list without one of its parameters, at its first page.
fn without(name: &str) -> String {
    address(None, |other| other != name && other != "page", None)
}

/// The address that is shown, or that of another path, with those of its parameters that are kept, and one more.
pub(super) fn address(path: Option<&str>, keep: impl Fn(&str) -> bool, more: Option<(&str, &str)>) -> String {
    let here = here();
    let (shown, query) = here.split_once('?').unwrap_or((&here, ""));
    let fields = form_fields(query);
    let kept = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let pairs: Vec<_> = kept
        .filter(|(name, value)| keep(name) && !value.is_empty())
        .chain(more)
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    let path = path.unwrap_or(shown);
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}
