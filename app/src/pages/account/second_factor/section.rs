//! The second factor on the account page.

use lectern_contract::second_factor::SecondFactor;
use leptos::prelude::*;

use super::PATH;

/// Where it stands in a line, and the way to its page.
#[component]
pub fn SecondFactorSection(state: SecondFactor) -> impl IntoView {
    let (words, act) = match state {
        SecondFactor::Off => ("Off. Signing in asks for your password alone.".to_owned(), "Set up"),
        SecondFactor::Pending(_) => ("Begun, and not on yet.".to_owned(), "Go on"),
        SecondFactor::Fresh(_) => ("On. Your recovery codes wait to be kept.".to_owned(), "See the codes"),
        SecondFactor::On { codes_left: 1, .. } => ("On. 1 recovery code is left.".to_owned(), "Manage"),
        SecondFactor::On { codes_left, .. } => (format!("On. {codes_left} recovery codes are left."), "Manage"),
    };
    view! {
        <section class="section" aria-labelledby="second-factor-head">
            <header class="section-head"><h2 id="second-factor-head">"Second factor"</h2></header>
            <p>{words}</p>
            <div class="btn-row"><a class="btn" href=PATH>{act}</a></div>
        </section>
    }
}
