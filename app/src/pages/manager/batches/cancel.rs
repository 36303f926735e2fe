//! The confirmation before a list is thrown away, or the rest of a batch is not sent.

use lectern_contract::{
    BatchId, Refusal, Role,
    batches::{BatchHead, BatchState},
};
use lectern_domain::invitations::batch::view;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::CancelBatch;
use crate::{
    components::{Confirm, Head, screen},
    format,
    pages::manager::area::{batch_page, bulk_of, caller_here, crumbs, id, invitations_of},
};

/// `/manager/batches/:id/cancel`, `/admin/batches/:id/cancel`
#[component]
pub fn CancelBatchPage() -> impl IntoView {
    let (caller, batch) = (caller_here(), id::<BatchId>());
    screen(async move {
        let (caller, batch) = (caller?, batch?);
        let head = view::head(caller.portal.reader(), caller.actor(), batch).await?;
        let role = caller.actor().role;
        let mut crumbs = crumbs(role);
        crumbs.push((invitations_of(role, head.course), head.title.clone()));
        crumbs.push((bulk_of(role, head.course), "Bulk upload".to_owned()));
        crumbs.push((batch_page(role, batch), head.name.clone()));
        let title = match head.state {
            BatchState::Sending => "Cancel the rest",
            _ => "Throw the list away",
        };
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title sub=head.name.clone() crumbs/>
                <Question head role/>
            </main>
        })
    })
}

#[component]
fn Question(head: BatchHead, role: Role) -> impl IntoView {
    let back = batch_page(role, head.id);
    let fields = vec![("batch", head.id.to_string()), ("course", head.course.to_string())];
    let action = CancelBatch::url();
    match head.state {
        BatchState::Sending => {
            let rest = head.price - head.sent;
            let consequences = vec![
                (
                    "good",
                    format!("About {} come back.", format::plural(rest, "credit", "credits")),
                ),
                (
                    "attention",
                    format!(
                        "About {} not sent.",
                        format::plural(rest, "invitation is", "invitations are")
                    ),
                ),
                (
                    "",
                    format!("{} sent already; these stay.", format::plural(head.sent, "was", "were")),
                ),
            ];
            view! { <Confirm action fields consequences label="Cancel the rest" back=(back, "Let them be sent")/> }
                .into_any()
        }
        BatchState::Preview | BatchState::Reading => {
            let rows = format::plural(i64::try_from(head.rows()).unwrap_or(i64::MAX), "row", "rows");
            let consequences = vec![("", format!("The list with its {rows} is removed. Nothing was sent."))];
            view! { <Confirm action fields consequences label="Throw away" back=(back, "Keep it")/> }.into_any()
        }
        state => view! {
            <p>{Refusal::BatchIs(state).sentence()}</p>
            <div class="btn-row"><a class="btn btn-primary" href=back>"Back to the list"</a></div>
        }
        .into_any(),
    }
}
