//! Says that credits are frozen, and how they are freed.

use lectern_contract::{Role, plans::Frozen};
use leptos::prelude::*;

use crate::format;

/// The banner while a lapsed plan's credits cannot be spent; nothing otherwise.
#[component]
pub fn FrozenBanner(
    /// Whether, and until when.
    frozen: Option<Frozen>,
    /// Who reads it.
    role: Role,
) -> impl IntoView {
    frozen.map(|Frozen { until }| {
        let day = format::day(until);
        let way = match role {
            Role::Admin => view! { <a href="/admin/plans">"Renew the plan"</a>{format!(" by {day}, or its unused credits expire.")} }.into_any(),
            _ => format!("Ask an admin to renew the plan by {day}; after that its unused credits expire.").into_any(),
        };
        view! {
            <p class="flash" data-kind="stop">
                <strong>"Credits are frozen."</strong>" "
                <span>"The plan has lapsed: credits are kept and cannot be spent. Whoever is enrolled or invited goes on. "{way}</span>
            </p>
        }
    })
}
