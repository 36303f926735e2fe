//! Admin → Purchases: buying credits, the orders, their invoices, and what credits cost.

pub mod actions;
mod buy;
mod confirm;
mod invoice;
mod list;
mod order;
mod price;
mod terms;

use lectern_contract::OrderId;
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use buy::BuyPage;
use confirm::{CancelOrderPage, MarkPaidPage};
use invoice::InvoicePage;
use list::PurchasesPage;
use order::OrderPage;
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

/// An order's page.
fn page_of(order: OrderId) -> String {
    format!("/admin/purchases/{order}")
}

/// The way to pages of purchases.
fn crumbs() -> Vec<(String, String)> {
    vec![("/admin/purchases".to_owned(), "Purchases".to_owned())]
}

/// Where somebody is on the way to credits.
#[component]
fn Steps(at: usize) -> impl IntoView {
    view! {
        <ol class="steps">
            {["Quantity", "Terms", "Payment"].into_iter().enumerate().map(|(number, name)| view! {
                <li aria-current=(number == at).then_some("step")>{name}</li>
            }).collect_view()}
        </ol>
    }
}
