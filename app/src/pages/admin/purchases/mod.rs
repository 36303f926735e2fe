//! Admin → Purchases: buying credits, the orders, their invoices, and what credits cost.

pub mod actions;
pub mod agree;
mod buy;
mod confirm;
mod invoice;
mod list;
mod order;
mod price;
mod terms;

use lectern_contract::{OrderId, Role};
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use crate::pages::manager::area;
use buy::BuyPage;
pub use confirm::CancelOrderPage;
use confirm::MarkPaidPage;
pub use invoice::InvoicePage;
use list::PurchasesPage;
pub use order::OrderPage;
use price::PricePage;

/// The addresses of purchases.
#[component(transparent)]
pub fn PurchaseRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/admin/purchases") view=PurchasesPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/purchases/new") view=BuyPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/purchases/price") view=PricePage ssr=SsrMode::Async/>
        <Route path=path!("/admin/purchases/:id") view=OrderPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/purchases/:id/paid") view=MarkPaidPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/purchases/:id/cancel") view=CancelOrderPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/purchases/:id/invoice") view=InvoicePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// An order's page, for the acting role.
pub fn page_of(role: Role, order: OrderId) -> String {
    match role {
        Role::Manager => format!("/manager/orders/{order}"),
        _ => format!("/admin/purchases/{order}"),
    }
}

/// The way to pages of purchases; a manager comes from their courses.
fn crumbs(role: Role) -> Vec<(String, String)> {
    match role {
        Role::Manager => area::crumbs(role),
        _ => vec![("/admin/purchases".to_owned(), "Purchases".to_owned())],
    }
}

/// The way to the pages of one order.
fn crumbs_of(role: Role, order: OrderId, number: i64) -> Vec<(String, String)> {
    let mut way = crumbs(role);
    way.push((page_of(role, order), format!("Order {number}")));
    way
}

/// Where somebody is on the way to credits.
#[component]
pub fn Steps(at: usize) -> impl IntoView {
    view! {
        <ol class="steps">
            {["Quantity", "Terms", "Payment"].into_iter().enumerate().map(|(number, name)| view! {
                <li aria-current=(number == at).then_some("step")>{name}</li>
            }).collect_view()}
        </ol>
    }
}
