//! Around lists: tabs, filter, pager, the ⋮ menu, and what stands where nothing is.

use lectern_contract::paging::Page;
use leptos::prelude::*;

use crate::{
    caller::{form_fields, here, parameter},
    format::{self, encoded},
};

/// Tabs as links: (address, words).
#[component]
pub fn Tabs(#[prop(into)] label: String, tabs: Vec<(String, &'static str)>) -> impl IntoView {
    let path = here().split('?').next().unwrap_or_default().to_owned();
    view! {
        <nav class="tabs" aria-label=label><ul>
            {tabs.into_iter().map(|(href, words)| {
                let current = (href == path).then_some("page");
                view! { <li><a href=href aria-current=current>{words}</a></li> }
            }).collect_view()}
        </ul></nav>
    }
    .into_any()
}

/// One select of a filter: name, label, choices as (value, words).
pub type Select = (&'static str, &'static str, Vec<(String, String)>);

/// A search field and selects above a list; a plain GET form. `fixed` parameters are kept as they are.
#[component]
pub fn Filter(
    #[prop(optional)] selects: Vec<Select>,
    #[prop(optional)] fixed: &'static [&'static str],
) -> impl IntoView {
    let path = here().split('?').next().unwrap_or_default().to_owned();
    let named = selects.iter().map(|(name, ..)| *name).chain(fixed.iter().copied());
    let narrowed = std::iter::once("q")
        .chain(named)
        .any(|name| !parameter(name).is_empty());
    let kept = fixed.iter().filter(|name| !parameter(name).is_empty());
    let kept: Vec<_> = kept
        .map(|name| view! { <input type="hidden" name=*name value=parameter(name)/> })
        .collect();
    let selects = selects.into_iter().map(|(name, label, options)| {
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
    });
    view! {
        <form class="filter" method="get" role="search">
            <div class="field"><label for="q">"Search"</label><input id="q" name="q" type="search" value=parameter("q")/></div>
            {selects.collect_view()}
            {kept}
            <button class="btn">"Show"</button>
            {narrowed.then(|| view! { " "<a class="btn btn-link" href=path>"Show all"</a> })}
        </form>
    }
    .into_any()
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
    let (path, pairs) = asked(|other| other != name && other != "page");
    if pairs.is_empty() {
        path
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

/// "1–50 of 10,000" with the ways to the pages beside.
#[component]
pub fn Pager<T: Clone + Send + Sync + 'static>(
    /// The page that is shown.
    page: Page<T>,
    /// What is listed, for screen readers: "users".
    what: &'static str,
) -> impl IntoView {
    let (number, pages) = (page.number, page.pages());
    let way = |to: u64, rel: &'static str, words: &'static str, there: bool| {
        if there {
            view! { <a class="btn btn-small" rel=rel href=with_page(to)>{words}</a> }.into_any()
        } else {
            view! { <span class="btn btn-small" aria-disabled="true">{words}</span> }.into_any()
        }
    };
    let extent = view! {
        <p>{format!("{}–{} of {}", format::count(page.first()), format::count(page.last()), format::count(page.total))}</p>
    };
    if pages <= 1 {
        return view! { <div class="pager">{extent}</div> }.into_any();
    }
    view! {
        <nav class="pager" aria-label=format!("Pages of {what}")>
            {extent}
            {way(number.saturating_sub(1), "prev", "Previous", number > 1)}" "
            {way(number + 1, "next", "Next", number < pages)}
        </nav>
    }
    .into_any()
}

/// The address of this list at another page.
fn with_page(page: u64) -> String {
    let (path, mut pairs) = asked(|name| name != "page");
    pairs.push(format!("page={page}"));
    format!("{path}?{}", pairs.join("&"))
}

/// The path of this address, and those of its parameters that are kept.
fn asked(keep: impl Fn(&str) -> bool) -> (String, Vec<String>) {
    let here = here();
    let (path, query) = here.split_once('?').unwrap_or((&here, ""));
    let pairs = form_fields(query)
        .into_iter()
        .filter(|(name, value)| keep(name) && !value.is_empty())
        .map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value)));
    (path.to_owned(), pairs.collect())
}

/// The ⋮ menu of a row.
#[component]
pub fn Menu(
    /// Whose row it is, for screen readers.
    #[prop(into)]
    of: String,
    /// Links, forms and notes.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="menu menu-dots" name="menu">
            <summary aria-label=format!("Actions for {of}")><span aria-hidden="true">"⋮"</span></summary>
            <div class="menu-panel">{children()}</div>
        </details>
    }
    .into_any()
}

/// Stands where nothing is, and says what to do first.
#[component]
pub fn Empty(
    /// What is missing.
    #[prop(into)]
    title: String,
    /// What to do first.
    #[prop(into)]
    text: String,
    /// The way to do it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! { <div class="empty"><h2>{title}</h2><p>{text}</p>{children.map(|children| children())}</div> }.into_any()
}
