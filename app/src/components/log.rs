//! Around logs that are read by their newest rows: what is asked for, the filter with its period, and the ways on.

use lectern_contract::paging::{LogQuery, Slice};
use leptos::prelude::*;

use crate::{
    caller::{form_fields, here, parameter},
    components::lists::Select,
    format::encoded,
};

/// A parameter of an address by its name; empty where absent.
pub type Parameters<'a> = &'a dyn Fn(&str) -> String;

/// The query of an address. The server reads the addresses of downloads with it, too.
pub fn log_query(get: Parameters<'_>) -> LogQuery {
    LogQuery {
        search: get("q"),
        from: get("from").parse().ok(),
        to: get("to").parse().ok(),
        before: get("before").parse().ok(),
        after: get("after").parse().ok(),
    }
}

/// Search, selects and a period above a log; a plain GET form. `fixed` parameters are kept as they are.
#[component]
pub fn LogFilter(selects: Vec<Select>, #[prop(optional)] fixed: &'static [&'static str]) -> impl IntoView {
    let path = here().split('?').next().unwrap_or_default().to_owned();
    let named = ["q", "from", "to"]
        .into_iter()
        .chain(selects.iter().map(|(name, ..)| *name));
    let narrowed = named
        .chain(fixed.iter().copied())
        .any(|name| !parameter(name).is_empty());
    let kept = fixed.iter().filter(|name| !parameter(name).is_empty());
    let day = |name: &'static str, label: &'static str| {
        view! {
            <div class="field"><label for=format!("filter-{name}")>{label}</label>
                <input id=format!("filter-{name}") name=name type="date" value=parameter(name)/></div>
        }
    };
    view! {
        <form class="filter" method="get" role="search">
            {kept.map(|name| view! { <input type="hidden" name=*name value=parameter(name)/> }).collect_view()}
            <div class="field"><label for="q">"Search"</label><input id="q" name="q" type="search" value=parameter("q")/></div>
            {selects.into_iter().map(choice).collect_view()}
            {day("from", "From")}
            {day("to", "To")}
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

/// The ways to newer and older rows; nothing where all of them are shown.
#[component]
pub fn LogPager<T: Send + Sync + 'static>(
    /// What is shown.
    slice: Slice<T>,
    /// What is listed, for screen readers: "refusals".
    what: &'static str,
) -> impl IntoView {
    let way = |to: Option<uuid::Uuid>, name: &'static str, rel: &'static str, words: &'static str| match to {
        Some(id) => {
            view! { <a class="btn btn-small" rel=rel href=same_but(name, &id.to_string())>{words}</a> }.into_any()
        }
        None => view! { <span class="btn btn-small" aria-disabled="true">{words}</span> }.into_any(),
    };
    (slice.newer.is_some() || slice.older.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=format!("Pages of {what}")>
                <p>"The newest first"</p>
                {way(slice.newer, "after", "prev", "Newer")}" "
                {way(slice.older, "before", "next", "Older")}
            </nav>
        }
    })
}

/// The address of this log with another place in it.
fn same_but(name: &str, value: &str) -> String {
    let path = here().split('?').next().unwrap_or_default().to_owned();
    format!(
        "{path}?{}",
        asked().map(|pair| pair + "&").collect::<String>() + &format!("{name}={value}")
    )
}

/// The address of the download of what is asked for, all pages of it.
pub fn download(path: &str) -> String {
    let asked: Vec<String> = asked().collect();
    if asked.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", asked.join("&"))
    }
}

/// What was asked for but for the place in the log.
fn asked() -> impl Iterator<Item = String> {
    let here = here();
    let query = here.split_once('?').map_or("", |(_, query)| query);
    form_fields(query)
        .into_iter()
        .filter(|(name, value)| !matches!(name.as_str(), "before" | "after") && !value.is_empty())
        .map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value)))
}
