//! The list of requests.

use lectern_contract::{
    paging::Page,
    requests::{RequestRow, RequestState},
};
use lectern_domain::credits::requests;
use leptos::prelude::*;

use super::request;
use crate::{
    caller::{caller, list_query, parameter},
    components::{Empty, Filter, Head, Number, Pager, State, When, screen},
};

/// `/admin/requests`
#[component]
pub fn RequestsPage() -> impl IntoView {
    let (caller, query, state) = (caller(), list_query(), parameter("state"));
    screen(async move {
        let caller = caller?;
        let narrowed = !state.is_empty() || !query.search.is_empty();
        let page = requests::list::list(caller.portal.reader(), caller.actor(), &query, state.parse().ok()).await?;
        let states = RequestState::ALL
            .iter()
            .map(|state| (state.to_string(), state.label().to_owned()))
            .collect();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Requests" sub="Credits that managers ask for."/>
                {(page.total > 0 || narrowed).then(|| view! { <Filter selects=vec![("state", "State", states)]/> })}
                {match (page.rows.is_empty(), narrowed) {
                    (true, false) => view! { <Empty title="No requests yet" text="Managers ask for credits on the Course credits tab of a course; you decide here."/> }.into_any(),
                    (true, true) => view! { <Empty title="No request found" text="No request has these words and this state. Try fewer, or show all."/> }.into_any(),
                    _ => view! { <Table page/> }.into_any(),
                }}
            </main>
        })
    })
}

#[component]
fn Table(page: Page<RequestRow>) -> impl IntoView {
    view! {
        <div class="table-wrap" role="group" aria-labelledby="requests-caption" tabindex="0">
            <table class="table">
                <caption id="requests-caption"><span class="visually-hidden">"Requests, newest first"</span></caption>
                <thead><tr>
                    <th scope="col">"Manager"</th><th scope="col">"Course"</th><th scope="col" class="num">"Credits"</th>
                    <th scope="col" class="num">"Assigned"</th><th scope="col">"State"</th><th scope="col">"Asked on"</th>
                    <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>{page.rows.iter().cloned().map(|row| view! { <Line row/> }).collect_view()}</tbody>
            </table>
        </div>
        <Pager page what="requests"/>
    }
}

#[component]
fn Line(row: RequestRow) -> impl IntoView {
    let (open, of) = (row.state.is_open(), format!(" the request of {}", row.name));
    view! {
        <tr>
            <th scope="row"><a href=request(row.id)>{row.name}</a>" "<span class="under">{row.note}</span></th>
            <td data-label="Course"><a href=format!("/admin/courses/{}", row.course)>{row.title}</a></td>
            <td data-label="Credits" class="num"><Number value=row.amount/></td>
            <td data-label="Assigned" class="num">{row.assigned.map(|value| view! { <Number value/> })}</td>
            <td data-label="State"><State state=row.state.as_str() label=row.state.label()/></td>
            <td data-label="Asked on"><When at=row.asked/></td>
            <td class="act">{open.then(|| view! {
                <a class="btn btn-small" href=request(row.id)>"Decide"<span class="visually-hidden">{of}</span></a>
            })}</td>
        </tr>
    }
}
