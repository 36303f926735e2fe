//! Every order.

use lectern_contract::{
    Role,
    orders::{OrderRow, OrderState, invoice_name},
    paging::Page,
};
use lectern_domain::orders::list;
use leptos::prelude::*;

use super::page_of;
use crate::{
    caller::{caller, list_query, parameter},
    components::{Empty, Filter, Head, Pager, State, When, screen},
    format,
};

/// `/admin/purchases`
#[component]
pub fn PurchasesPage() -> impl IntoView {
    let (caller, query, state) = (caller(), list_query(), parameter("state").parse::<OrderState>().ok());
    screen(async move {
        let caller = caller?;
        let page = list::list(caller.portal.reader(), caller.actor(), &query, state).await?;
        let filtered = !query.search.is_empty() || state.is_some();
        let states = OrderState::ALL
            .iter()
            .map(|state| (state.to_string(), state.label().to_owned()))
            .collect();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Purchases" sub="Credits that were bought, and what became of each order.">
                    <a class="btn" href="/admin/purchases/price">"Price and terms"</a>
                    <a class="btn btn-primary" href="/admin/purchases/new">"Purchase Credits"</a>
                </Head>
                <Filter selects=vec![("state", "State", states)]/>
                <Orders page filtered/>
            </main>
        })
    })
}

#[component]
fn Orders(page: Page<OrderRow>, filtered: bool) -> impl IntoView {
    if page.rows.is_empty() {
        let (title, text) = if filtered {
            (
                "No such order",
                "No order has this number, invoice or buyer, in this state.",
            )
        } else {
            (
                "No orders yet",
                "Purchase credits: the order and its invoice will stand here.",
            )
        };
        return view! { <Empty title text/> }.into_any();
    }
    view! {
        <div class="table-wrap" role="group" aria-labelledby="orders-caption" tabindex="0">
            <table class="table">
                <caption id="orders-caption"><span class="visually-hidden">"Orders, the newest first"</span></caption>
                <thead><tr>
                    <th scope="col">"Order"</th><th scope="col">"State"</th><th scope="col" class="num">"Credits"</th>
                    <th scope="col" class="num">"Total"</th><th scope="col">"Invoice"</th><th scope="col">"Ordered by"</th>
                    <th scope="col">"Ordered"</th><th scope="col">"Paid"</th>
                </tr></thead>
                <tbody>{page.rows.iter().cloned().map(|row| view! { <OrderLine row/> }).collect_view()}</tbody>
            </table>
        </div>
        <Pager page what="orders"/>
    }
    .into_any()
}

#[component]
fn OrderLine(row: OrderRow) -> impl IntoView {
    let taken = (row.taken_back > 0)
        .then(|| view! { <span class="under">{format!("{} taken back", format::number(row.taken_back))}</span> });
    let bought_for = row
        .bought_for
        .map(|one| view! { <span class="under">{format!("for “{}”", one.title)}</span> });
    let invoice = row.invoice.map(|number| {
        view! { <a href=format!("{}/invoice", page_of(Role::Admin, row.id))>{invoice_name(number)}</a> }
    });
    view! {
        <tr>
            <th scope="row"><a href=page_of(Role::Admin, row.id)>{format!("Order {}", row.number)}</a></th>
            <td data-label="State"><State state=row.state.as_str() label=row.state.label()/></td>
            <td data-label="Credits" class="num">{format::number(row.quantity)}" "{taken}</td>
            <td data-label="Total" class="num">{row.total.to_string()}</td>
            <td data-label="Invoice">{invoice}</td>
            <td data-label="Ordered by">{row.buyer}" "{bought_for}</td>
            <td data-label="Ordered"><When at=row.ordered/></td>
            <td data-label="Paid">{row.paid.map(|at| view! { <When at/> })}</td>
        </tr>
    }
}
