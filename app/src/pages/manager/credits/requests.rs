//! The manager's own requests for a course.

use lectern_contract::{paging::Page, requests::RequestRow};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::WithdrawRequest;
use crate::{
    components::{FormButton, Number, Pager, State, When},
    format,
};

/// Requests, newest first; nothing before the first one.
#[component]
pub fn Requests(page: Page<RequestRow>) -> impl IntoView {
    (page.total > 0).then(|| {
        view! {
            <section class="section" aria-labelledby="requests">
                <header class="section-head"><h2 id="requests">"Requests"</h2></header>
                <div class="table-wrap" role="group" aria-labelledby="requests" tabindex="0">
                    <table class="table">
                        <thead><tr>
                            <th scope="col">"Asked on"</th><th scope="col" class="num">"Credits"</th><th scope="col">"What for"</th>
                            <th scope="col">"State"</th><th scope="col">"Answer"</th>
                            <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                        </tr></thead>
                        <tbody>{page.rows.iter().cloned().map(|row| view! { <Line row/> }).collect_view()}</tbody>
                    </table>
                </div>
                <Pager page what="requests"/>
            </section>
        }
    })
}

#[component]
fn Line(row: RequestRow) -> impl IntoView {
    let fields = vec![("request", row.id.to_string()), ("course", row.course.to_string())];
    view! {
        <tr>
            <th scope="row"><When at=row.asked/></th>
            <td data-label="Credits" class="num"><Number value=row.amount/></td>
            <td data-label="What for">{row.note}</td>
            <td data-label="State"><State state=row.state.as_str() label=row.state.label()/></td>
            <td data-label="Answer">
                {row.assigned.map(|n| format!("{} assigned. ", format::plural(n, "credit", "credits")))}{row.answer}
            </td>
            <td class="act">{row.state.is_open().then(|| view! {
                <FormButton action=WithdrawRequest::url() fields class="btn btn-small" label="Withdraw"/>
            })}</td>
        </tr>
    }
}
