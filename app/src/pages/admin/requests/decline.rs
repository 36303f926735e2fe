//! Declining a request, with a reason.

use lectern_contract::{Refusal, RequestId, refusal::Field as Name};
use lectern_domain::credits::requests;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{REQUESTS, actions::DeclineRequest, request};
use crate::{
    caller::{caller, path_id},
    components::{Head, LongField, PostForm, screen},
    format,
};

/// `/admin/requests/:id/decline`
#[component]
pub fn DeclinePage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<RequestId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let row = requests::list::show(caller.portal.reader(), caller.actor(), id)
            .await?
            .row;
        let asked = format::plural(row.amount, "credit", "credits");
        let sub = format!("{} asks for {asked} for {}", row.name, row.title);
        let crumbs = vec![
            (REQUESTS.to_owned(), "Requests".to_owned()),
            (request(id), "Request".to_owned()),
        ];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Decline request" sub crumbs/>
                {if row.state.is_open() {
                    view! { <Decline id name=row.name/> }.into_any()
                } else {
                    view! {
                        <p>{Refusal::RequestIs(row.state).sentence()}</p>
                        <div class="btn-row"><a class="btn btn-primary" href=request(id)>"See the request"</a></div>
                    }.into_any()
                }}
            </main>
        })
    })
}

#[component]
fn Decline(id: RequestId, name: String) -> impl IntoView {
    view! {
        <section class="confirm">
            <ul class="consequences">
                <li data-kind="attention">"No credits move"</li>
                <li>{format!("{name} reads the reason in a letter and can ask again")}</li>
            </ul>
            <PostForm action=DeclineRequest::url()>
                <input type="hidden" name="request" value=id.to_string()/>
                <LongField field=Name::Note label="Reason" rows=3/>
                <div class="btn-row">
                    <button class="btn btn-danger">"Decline request"</button>
                    <a class="btn" href=request(id)>"Back"</a>
                </div>
            </PostForm>
        </section>
    }
}
