//! What marking an order as paid and canceling it will do, before it is done.

use lectern_contract::{
    OrderId, Refusal, Role,
    orders::{OrderState, OrderView, invoice_name},
    refusal::OrderProblem,
};
use lectern_domain::orders::list;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::{CancelOrder, MarkOrderPaid},
    crumbs_of, page_of,
};
use crate::{
    caller::path_id,
    components::{Confirm, Head, confirm::Consequence, screen},
    format,
    pages::manager::area::caller_here,
    refusal::Answer,
};

/// The order that is asked about.
fn subject() -> impl Future<Output = Answer<(Role, OrderView)>> + Send {
    let (caller, order) = (caller_here(), path_id::<OrderId>("id"));
    async move {
        let (caller, order) = (caller?, order?);
        let view = list::show(caller.portal.reader(), caller.actor(), order).await?;
        Ok((caller.actor().role, view))
    }
}

/// `/admin/purchases/:id/paid`
#[component]
pub fn MarkPaidPage() -> impl IntoView {
    let asked = subject();
    screen(async move {
        let (role, order) = asked.await?;
        if !order.may_be_marked_paid() {
            return Err(Refusal::Order(why_not(&order)).into());
        }
        let consequences = vec![
            ("good", comes(&order)),
            (
                "attention",
                format!(
                    "You say that {} arrived; this cannot be taken back here",
                    order.row.total
                ),
            ),
        ];
        let label = format!("Mark order {} as paid", order.row.number);
        Ok(view! { <Question role order title="Mark as paid" action=MarkOrderPaid::url() consequences label/> })
    })
}

/// Where its credits go.
fn comes(order: &OrderView) -> String {
    let credits = format::plural(order.row.quantity, "credit comes", "credits come");
    if let Some(one) = &order.row.bought_for {
        return format!("{credits} through the pool to {} for “{}”", order.row.buyer, one.title);
    }
    let after = format::number(order.pool + order.row.quantity);
    format!("{credits} into the pool, which then has {after}")
}

/// Why an order is not marked as paid.
const fn why_not(order: &OrderView) -> OrderProblem {
    match order.row.state {
        OrderState::Open => OrderProblem::AtProvider,
        state => OrderProblem::Is(state),
    }
}

/// `/admin/purchases/:id/cancel` and `/manager/orders/:id/cancel`
#[component]
pub fn CancelOrderPage() -> impl IntoView {
    let asked = subject();
    screen(async move {
        let (role, order) = asked.await?;
        if !order.may_be_canceled() {
            return Err(Refusal::Order(OrderProblem::Is(order.row.state)).into());
        }
        let mut consequences: Vec<Consequence> = vec![
            (
                "attention",
                "It can no longer be paid; order again if you still want the credits".into(),
            ),
            ("", format!("No credits come, and {} is not owed", order.row.total)),
        ];
        consequences.extend(order.row.invoice.map(|number| {
            (
                "",
                format!("{} keeps its number and is marked as canceled", invoice_name(number)),
            )
        }));
        let label = format!("Cancel order {}", order.row.number);
        Ok(view! { <Question role order title="Cancel order" action=CancelOrder::url() consequences label/> })
    })
}

#[component]
fn Question(
    role: Role,
    order: OrderView,
    title: &'static str,
    action: &'static str,
    consequences: Vec<Consequence>,
    label: String,
) -> impl IntoView {
    let page = page_of(role, order.row.id);
    let name = format!("Order {}", order.row.number);
    let way = crumbs_of(role, order.row.id, order.row.number);
    let fields = vec![("order", order.row.id.to_string())];
    view! {
        <main class="page" id="main" tabindex="-1">
            <Head title sub=name crumbs=way/>
            <Confirm action fields consequences label back=(page, "Back to the order")/>
        </main>
    }
}
