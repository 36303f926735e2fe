//! Around lists: tabs, pager, the ⋮ menu, and what stands where nothing is.

use lectern_contract::paging::Page;
use leptos::prelude::*;

use super::filter::address;
use crate::{caller::here, format};

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
    address(None, |name| name != "page", Some(("page", &page.to_string())))
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
