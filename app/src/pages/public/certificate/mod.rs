//! Anybody who has a certificate's number can have it confirmed: the name, the course and when it expires, nothing else.

use lectern_contract::certificates::Confirmation;
use lectern_domain::certificates;
use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    caller::portal,
    components::{Head, screen},
    format,
};

/// `/certificates/:number`
#[component]
pub fn CertificatePage() -> impl IntoView {
    let number = leptos_router::hooks::use_params_map()
        .with_untracked(|params| params.get("number"))
        .unwrap_or_default();
    screen(async move {
        let confirmed = certificates::confirm(portal().reader(), &number).await?;
        Ok(view! { <Confirmed confirmed/> })
    })
}

#[component]
fn Confirmed(confirmed: Confirmation) -> impl IntoView {
    let Confirmation {
        name,
        course,
        expires,
        time_zone,
        number,
    } = confirmed;
    let now = portal().now();
    let until = expires.map(|at| {
        let label = if at < now { "Expired on" } else { "Expires on" };
        view! { <div><dt>{label}</dt><dd>{format::day_in(at, &time_zone)}</dd></div> }
    });
    view! {
        // A person's name and what they learned are for those who were given the number, not for search engines.
        <Meta name="robots" content="noindex"/>
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title="Certificate" sub=number/>
            <p class="flash" data-kind="good"><strong>"Genuine."</strong>" "<span>"This certificate was issued here."</span></p>
            <dl class="facts">
                <div><dt>"Name"</dt><dd>{name}</dd></div>
                <div><dt>"Completed"</dt><dd>{course}</dd></div>
                {until}
            </dl>
        </main>
    }
}
