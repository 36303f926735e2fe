//! Numbers, credits, states and times.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::format;

/// A number; a negative one is red, signed and has a word.
#[component]
pub fn Number(value: i64) -> impl IntoView {
    let class = if value < 0 { "num negative" } else { "num" };
    view! {
        <span class=class>{format::number(value)}{(value < 0).then(|| view! { " "<span class="unit">"overdrawn"</span> })}</span>
    }
    .into_any()
}

/// The badge of credits that can be spent: green, amber while they are low, red at 0 and below.
#[component]
pub fn Credits(
    /// Credits free.
    available: i64,
    /// Whether they are at their threshold or below.
    #[prop(optional)]
    low: bool,
    /// Where its rows are.
    #[prop(into, optional)]
    href: Option<String>,
) -> impl IntoView {
    let (kind, word) = match available {
        ..0 => ("stop", "overdrawn"),
        0 => ("stop", "available"),
        _ if low => ("attention", "left, low"),
        _ => ("good", "available"),
    };
    let inside = view! { <span class="num">{format::number(available)}</span>" "{word} };
    match href {
        Some(href) => view! { <a class="credits" data-kind=kind href=href>{inside}</a> }.into_any(),
        None => view! { <span class="credits" data-kind=kind>{inside}</span> }.into_any(),
    }
}

/// A state with its shape and word.
#[component]
pub fn State(
    /// The stored word; the style sheet draws its shape.
    #[prop(into)]
    state: String,
    /// The word people read.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <span class="state" data-state=state>{label}</span> }.into_any()
}

/// A time, with its machine form behind it.
#[component]
pub fn When(
    /// The instant; none shows a dash.
    #[prop(into)]
    at: Option<DateTime<Utc>>,
) -> impl IntoView {
    match at {
        Some(at) => view! { <time datetime=at.to_rfc3339()>{format::minute(at)}</time> }.into_any(),
        None => "–".into_any(),
    }
}
