//! The terms in their box.

use lectern_contract::orders::Terms;
use leptos::prelude::*;

use crate::format;

/// A box that can be scrolled, also by keyboard; blank lines part paragraphs.
#[component]
pub fn TermsBox(terms: Terms) -> impl IntoView {
    let paragraphs = terms.text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    view! {
        <div class="terms" tabindex="0" role="region" aria-label=format!("Terms of purchase, version {}", terms.version)>
            {paragraphs.map(|text| view! { <p>{text.to_owned()}</p> }).collect_view()}
            <p class="quiet">{format!("Version {}, since {}", terms.version, format::day(terms.since))}</p>
        </div>
    }
}
