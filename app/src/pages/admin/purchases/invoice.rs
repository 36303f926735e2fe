//! The invoice as a page that prints well; the server has the same as a PDF.

use lectern_contract::{
    OrderId,
    orders::{InvoiceView, OrderState},
};
use lectern_domain::orders::invoice;
use leptos::prelude::*;

use super::{crumbs_of, page_of};
use crate::{
    caller::path_id,
    components::{Head, screen},
    format,
    pages::manager::area::caller_here,
};

/// `/admin/purchases/:id/invoice` and `/manager/orders/:id/invoice`
#[component]
pub fn InvoicePage() -> impl IntoView {
    let (caller, order) = (caller_here(), path_id::<OrderId>("id"));
    screen(async move {
        let (caller, order) = (caller?, order?);
        let invoice = invoice::show(caller.portal.reader(), caller.actor(), order).await?;
        let role = caller.actor().role;
        let page = page_of(role, order);
        let way = crumbs_of(role, order, invoice.order);
        let title = format!("Invoice {}", invoice.name());
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title sub=standing(&invoice) crumbs=way>
                    <a class="btn btn-primary" href=format!("{page}/invoice.pdf") download>"Download PDF"</a>
                </Head>
                <Parties invoice=invoice.clone()/>
                <Lines invoice=invoice.clone()/>
                <p class="prose">{lines(&invoice.payment_note)}</p>
            </main>
        })
    })
}

/// Whether there is something to be paid.
fn standing(invoice: &InvoiceView) -> String {
    match (invoice.state, invoice.paid) {
        (OrderState::Canceled | OrderState::Expired | OrderState::Failed, _) => {
            "Canceled: nothing is to be paid".into()
        }
        (_, Some(at)) => format!("Paid on {}", format::day(at)),
        (_, None) => format!("To be paid: {}", invoice.total),
    }
}

/// Text with its line breaks.
fn lines(text: &str) -> impl IntoView + use<> {
    text.lines().map(|line| view! { {line.to_owned()}<br/> }).collect_view()
}

#[component]
fn Parties(invoice: InvoiceView) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>"From"</dt><dd>{invoice.seller_name}<br/>{lines(&invoice.seller_address)}</dd></div>
            <div><dt>"To"</dt><dd>{invoice.buyer_name}<br/>{lines(&invoice.buyer_address)}</dd></div>
            <div><dt>"Invoice date"</dt><dd>{format::day(invoice.issued)}</dd></div>
            <div><dt>"Order number"</dt><dd>{invoice.order}</dd></div>
        </dl>
    }
}

#[component]
fn Lines(invoice: InvoiceView) -> impl IntoView {
    let tax = format!("{} {} %", invoice.tax_label, invoice.tax_rate);
    let taxed = invoice.tax_rate.0 > 0;
    view! {
        <div class="table-wrap" role="group" aria-labelledby="invoice-caption" tabindex="0">
            <table class="table statement">
                <caption id="invoice-caption"><span class="visually-hidden">"What is charged"</span></caption>
                <thead><tr>
                    <th scope="col">"Description"</th><th scope="col" class="num">"Quantity"</th>
                    <th scope="col" class="num">"Price"</th><th scope="col" class="num">"Amount"</th>
                </tr></thead>
                <tbody>
                    <tr>
                        <th scope="row">"Course credits"</th>
                        <td data-label="Quantity" class="num">{format::number(invoice.quantity)}</td>
                        <td data-label="Price" class="num">{invoice.credit.to_string()}</td>
                        <td data-label="Amount" class="num">{invoice.net.to_string()}</td>
                    </tr>
                    {taxed.then(|| view! {
                        <tr><th scope="row">{tax}</th><td></td><td></td><td data-label="Amount" class="num">{invoice.tax.to_string()}</td></tr>
                    })}
                </tbody>
                <tfoot><tr>
                    <th scope="row">"Total"</th><td></td><td></td><td data-label="Amount" class="num balance">{invoice.total.to_string()}</td>
                </tr></tfoot>
            </table>
        </div>
    }
}
