//! Around logs that are read by their newest rows: what is asked for, and the ways on.

use lectern_contract::paging::{LogQuery, Slice};
use leptos::prelude::*;

use super::filter::address;

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
    address(None, is_asked, Some((name, value)))
}

/// The address of the download of what is asked for, all pages of it.
pub fn download(path: &str) -> String {
    address(Some(path), is_asked, None)
}

/// Whether a parameter says what is asked for; the others say the place in the log.
fn is_asked(name: &str) -> bool {
    !matches!(name, "before" | "after")
}
