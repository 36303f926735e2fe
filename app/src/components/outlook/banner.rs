//! Says that a balance is low. Nothing takes it away but the balance.

use lectern_contract::{outlook::Outlook, watch::Standing};
use leptos::prelude::*;

use super::way;
use crate::format;

/// The banner while an account is at its threshold or below; nothing otherwise.
#[component]
pub fn LowBanner(
    /// The account's.
    outlook: Outlook,
) -> impl IntoView {
    let (kind, said) = match outlook.standing {
        Standing::Fine => return None,
        Standing::Low => ("attention", "Low balance."),
        Standing::Empty if outlook.free < 0 => ("stop", "Overdrawn."),
        Standing::Empty => ("stop", "No credits left."),
    };
    let left = match outlook.free {
        1.. => format!(
            "{} left; the threshold is {}.",
            format::plural(outlook.free, "credit is", "credits are"),
            format::number(outlook.level.unwrap_or(0))
        ),
        0 => "The last credit is used.".into(),
        short => format!("{} are missing.", format::plural(-short, "credit", "credits")),
    };
    let way = way(&outlook).map(|(href, words)| view! { <a href=href>{words}</a> });
    Some(view! {
        <p class="flash" data-kind=kind><strong>{said}</strong>" "<span>{left}" "{way}</span></p>
    })
}
