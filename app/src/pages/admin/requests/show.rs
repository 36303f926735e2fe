//! One request: what is asked, what is there, and what became of it.

use lectern_contract::{
    RequestId,
    requests::{RequestRow, RequestView},
};
use lectern_domain::credits::requests;
use leptos::prelude::*;

use super::{REQUESTS, plan::Plan};
use crate::{
    caller::{caller, parameter, path_id},
    components::{Head, State, When, screen},
    format,
    pages::admin::courses::balance::Balance,
};

/// `/admin/requests/:id`
#[component]
pub fn RequestPage() -> impl IntoView {
    let (caller, id, amount) = (caller(), path_id::<RequestId>("id"), parameter("amount"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let view = requests::list::show(caller.portal.reader(), caller.actor(), id).await?;
        let asked = format::plural(view.row.amount, "credit", "credits");
        let sub = format!("{} asks for {asked} for {}", view.row.name, view.row.title);
        let crumbs = vec![(REQUESTS.to_owned(), "Requests".to_owned())];
        let open = view.row.state.is_open();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Request" sub crumbs><State state=view.row.state.as_str() label=view.row.state.label()/></Head>
                <Asked row=view.row.clone()/>
                {if open {
                    view! { <Standing view=view.clone()/> <Plan view amount/> }.into_any()
                } else {
                    view! { <Decided row=view.row/> }.into_any()
                }}
            </main>
        })
    })
}

#[component]
fn Asked(row: RequestRow) -> impl IntoView {
    let name = row.name.clone();
    view! {
        <figure class="words"><blockquote>{row.note}</blockquote><figcaption>{name}", "<When at=row.asked/></figcaption></figure>
    }
}

/// What decides it, each number with its statement.
#[component]
fn Standing(view: RequestView) -> impl IntoView {
    let of_manager = format!("{}, free on it", view.row.name);
    view! {
        <dl class="facts">
            <div><dt>{format!("{}, unassigned", view.row.title)}</dt><dd><Balance available=view.course_free account=view.course_account/></dd></div>
            <div><dt>"Pool"</dt><dd><Balance available=view.pool account=view.pool_account/></dd></div>
            <div><dt>{of_manager}</dt><dd><Balance available=view.manager_free account=view.manager_account/></dd></div>
        </dl>
    }
}

#[component]
fn Decided(row: RequestRow) -> impl IntoView {
    let by = row.decided_by.unwrap_or_default();
    view! {
        <dl class="facts">
            <div><dt>{row.state.label()}</dt><dd><When at=row.decided/>{(!by.is_empty()).then(|| format!(" by {by}"))}</dd></div>
            {row.assigned.map(|n| view! {
                <div><dt>"Assigned"</dt><dd class="num">{format!("{} of {}", format::number(n), format::number(row.amount))}</dd></div>
            })}
            {(!row.answer.is_empty()).then(|| view! { <div><dt>"Answer"</dt><dd>{row.answer}</dd></div> })}
        </dl>
        <div class="btn-row"><a class="btn" href=REQUESTS>"Back to the requests"</a></div>
    }
}
