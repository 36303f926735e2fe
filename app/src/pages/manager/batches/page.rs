//! A batch: looked over, on its way, or over.

use std::time::Duration;

use lectern_contract::{
    BatchId, Role,
    batches::{BatchHead, BatchState, Verdict},
};
use lectern_domain::invitations::batch::view;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::{preview::Preview, progress::Progress, rows::Rows};
use crate::{
    caller::{list_query, parameter},
    components::{Head, NoMail, screen},
    pages::manager::{
        area::{batch_page, bulk_of, caller_here, crumbs, id, invitations_of},
        invitations::NO_MAIL,
    },
};

/// How often a page asks again while something happens.
const AGAIN: Duration = Duration::from_secs(2);

/// `/manager/batches/:id`, `/admin/batches/:id`
#[component]
pub fn BatchPage() -> impl IntoView {
    let (caller, batch, query) = (caller_here(), id::<BatchId>(), list_query());
    let verdict: Option<Verdict> = parameter("verdict").parse().ok();
    let response = use_context::<ResponseOptions>();
    screen(async move {
        let (caller, batch) = (caller?, batch?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let head = view::head(db, actor, batch).await?;
        let rows = view::rows(db, actor, batch, &query, verdict).await?;
        let role = actor.role;
        if matches!(head.state, BatchState::Reading | BatchState::Sending) {
            ask_again(response.as_ref());
        }
        let narrowed = verdict.is_some() || !query.search.is_empty();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Title head=head.clone() role/>
                {(!caller.portal.settings().mail).then(|| view! { <NoMail says=NO_MAIL/> })}
                {match head.state {
                    BatchState::Preview => view! { <Preview head=head.clone() role/> }.into_any(),
                    _ => view! { <Progress head=head.clone() role/> }.into_any(),
                }}
                <Rows page=rows narrowed started=head.started.is_some()/>
            </main>
        })
    })
}

/// Lets the browser load the page again, with script and without.
fn ask_again(response: Option<&ResponseOptions>) {
    if let Some(response) = response {
        let name = axum::http::header::HeaderName::from_static("refresh");
        response.insert_header(name, AGAIN.as_secs().into());
    }
}

#[component]
fn Title(head: BatchHead, role: Role) -> impl IntoView {
    let mut crumbs = crumbs(role);
    crumbs.push((invitations_of(role, head.course), head.title.clone()));
    crumbs.push((bulk_of(role, head.course), "Bulk upload".to_owned()));
    let by = if head.mine {
        String::new()
    } else {
        format!(", given by {}", head.sender)
    };
    let sub = format!("{}{by}", head.state.label());
    if matches!(head.state, BatchState::Reading | BatchState::Preview) {
        return view! { <Head title=head.name sub crumbs/> }.into_any();
    }
    let result = format!("{}/result.csv", batch_page(role, head.id));
    view! { <Head title=head.name sub crumbs><a class="btn" href=result download>"Download CSV"</a></Head> }.into_any()
}
