//! One order: how to pay it, what was agreed, and its history.

use lectern_contract::{
    OrderId, Role,
    orders::{BoughtFor, OrderEvent, OrderState, OrderView, Provider, invoice_name},
};
use lectern_domain::orders::list;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    Steps,
    actions::{CheckPayment, OpenCheckout},
    crumbs, page_of,
    terms::TermsBox,
};
use crate::{
    caller::path_id,
    components::{FormButton, Head, Number, State, When, screen},
    format,
    pages::manager::area::caller_here,
};

/// `/admin/purchases/:id` and `/manager/orders/:id`
#[component]
pub fn OrderPage() -> impl IntoView {
    let (caller, order) = (caller_here(), path_id::<OrderId>("id"));
    screen(async move {
        let (caller, order) = (caller?, order?);
        let view = list::show(caller.portal.reader(), caller.actor(), order).await?;
        let title = format!("Order {}", view.row.number);
        let sub = format!(
            "{} for {}",
            format::plural(view.row.quantity, "credit", "credits"),
            view.row.total
        );
        let open = view.row.state == OrderState::Open;
        let events = view.history.clone();
        let unpaid = view.row.state.is_unpaid();
        let papers = view.clone();
        let role = caller.actor().role;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title sub crumbs=crumbs(role)><Papers role view=papers/></Head>
                {open.then(|| view! { <Steps at=2/> })}
                {unpaid.then(|| view! { <Payment role view=view.clone()/> })}
                <Agreed role view=view/>
                <History events/>
            </main>
        })
    })
}

/// The invoice, once there is one.
#[component]
fn Papers(role: Role, view: OrderView) -> impl IntoView {
    let page = page_of(role, view.row.id);
    view.row.invoice.map(|_| {
        view! {
            <a class="btn" href=format!("{page}/invoice")>"Print view"</a>
            <a class="btn" href=format!("{page}/invoice.pdf") download>"Download PDF"</a>
        }
    })
}

/// How the money gets there.
#[component]
fn Payment(role: Role, view: OrderView) -> impl IntoView {
    let cancel = view.may_be_canceled().then(|| {
        view! { <a class="btn" href=format!("{}/cancel", page_of(role, view.row.id))>"Cancel order"</a> }
    });
    let inside = match view.row.provider {
        Provider::Invoice => view! { <ByInvoice role view/> }.into_any(),
        Provider::Stripe => view! { <ByStripe view/> }.into_any(),
    };
    view! {
        <section class="section" aria-labelledby="payment">
            <header class="section-head"><h2 id="payment">"Payment"</h2></header>
            {inside}
            {cancel.map(|cancel| view! { <div class="btn-row">{cancel}</div> })}
        </section>
    }
}

#[component]
fn ByInvoice(role: Role, view: OrderView) -> impl IntoView {
    let (page, total) = (page_of(role, view.row.id), view.row.total);
    let Some(number) = view.row.invoice.filter(|_| view.may_be_marked_paid()) else {
        return view! { <p>"Nothing has to be paid any more."</p> }.into_any();
    };
    let note = view
        .payment_note
        .lines()
        .map(|line| view! { {line.to_owned()}<br/> })
        .collect_view();
    let then = match role {
        Role::Admin => "When the money is there, mark the order as paid: the credits come then.",
        _ => "When the money is there, an admin marks the order as paid: the credits are yours then.",
    };
    let mark = (role == Role::Admin).then(|| {
        view! { <div class="btn-row"><a class="btn btn-primary" href=format!("{page}/paid")>"Mark as paid"</a></div> }
    });
    view! {
        <p>{format!("Pay {total} on invoice {}. {then}", invoice_name(number))}</p>
        <p>{note}</p>
        {mark}
    }
    .into_any()
}

/// The provider's page is a link, for forms may lead nowhere else.
#[component]
fn ByStripe(view: OrderView) -> impl IntoView {
    let (id, total) = (view.row.id.to_string(), view.row.total);
    let fields = || vec![("order", id.clone())];
    let check = view.may_be_checked().then(|| {
        view! { <FormButton action=CheckPayment::url() fields=fields() class="btn" label="Check the payment"/> }
    });
    let open = view.row.state == OrderState::Open;
    match view.checkout_url.filter(|_| open) {
        Some(url) => view! {
            <p>"You pay on a page of Stripe and come back here. The credits come when Stripe says that the money is there."</p>
            <div class="btn-row">
                <a class="btn btn-primary" href=url rel="noreferrer">{format!("Pay {total} with Stripe")}</a>{check}
            </div>
        }
        .into_any(),
        None if open => view! {
            <p>"The payment provider did not answer when the order was placed."</p>
            <FormButton action=OpenCheckout::url() fields=fields() class="btn btn-primary" label="Open the payment page"/>
        }
        .into_any(),
        None => view! {
            <p>"This order cannot be paid any more. If it was paid all the same, the credits still come."</p>
            {check}
        }
        .into_any(),
    }
}

/// What was agreed, by whom and when, with the terms as they were then.
#[component]
fn Agreed(role: Role, view: OrderView) -> impl IntoView {
    let (row, terms) = (view.row, view.terms);
    let now = match role {
        Role::Admin => "In the pool now",
        _ => "Your credits now",
    };
    view! {
        <dl class="facts">
            <div><dt>"State"</dt><dd><State state=row.state.as_str() label=row.state.label()/></dd></div>
            <div><dt>"Credits"</dt><dd class="num">{format::number(row.quantity)}</dd></div>
            {(row.taken_back > 0).then(|| view! { <div><dt>"Taken back"</dt><dd class="num">{format::number(row.taken_back)}</dd></div> })}
            <div><dt>"Without tax"</dt><dd class="num">{view.net.to_string()}</dd></div>
            <div><dt>"Tax"</dt><dd class="num">{view.tax.to_string()}</dd></div>
            <div><dt>"Total"</dt><dd class="num">{row.total.to_string()}</dd></div>
            <div><dt>"Paid by"</dt><dd>{row.provider.label()}</dd></div>
            {row.invoice.map(|number| view! { <div><dt>"Invoice"</dt><dd>{invoice_name(number)}</dd></div> })}
            <div><dt>"Ordered by"</dt><dd>{row.buyer}</dd></div>
            <div><dt>"Terms accepted"</dt><dd>{format!("Version {}, ", terms.version)}<When at=view.terms_accepted/></dd></div>
            {row.paid.map(|at| view! { <div><dt>"Paid"</dt><dd><When at/></dd></div> })}
            {row.bought_for.map(|one| view! { <BoughtForFacts role one/> })}
            <div><dt>{now}</dt><dd><Number value=view.pool/></dd></div>
        </dl>
        <details><summary>"The terms as they were accepted"</summary><TermsBox terms/></details>
    }
}

/// The course a manager bought for, and where the credits went.
#[component]
fn BoughtForFacts(role: Role, one: BoughtFor) -> impl IntoView {
    let course = match role {
        Role::Admin => format!("/admin/courses/{}", one.course),
        _ => format!("/manager/courses/{}", one.course),
    };
    view! {
        <div><dt>"Bought for"</dt><dd><a href=course>{one.title}</a></dd></div>
        {one.landed.map(|landed| view! { <div><dt>"Credits went"</dt><dd>{landed.label()}</dd></div> })}
    }
}

#[component]
fn History(events: Vec<OrderEvent>) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="history">
            <header class="section-head"><h2 id="history">"History"</h2></header>
            <div class="table-wrap" role="group" aria-labelledby="history" tabindex="0">
                <table class="table">
                    <thead><tr>
                        <th scope="col">"Date"</th><th scope="col">"What happened"</th><th scope="col">"Who"</th>
                        <th scope="col" class="num">"Money"</th><th scope="col" class="num">"Credits"</th>
                    </tr></thead>
                    <tbody>{events.into_iter().map(|event| view! { <Event event/> }).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Event(event: OrderEvent) -> impl IntoView {
    let what = if event.kind.needs_a_look() {
        view! { <State state="attention" label=event.kind.label()/> }.into_any()
    } else {
        event.kind.label().into_any()
    };
    let reference = (!event.reference.is_empty()).then(|| view! { <span class="under">{event.reference}</span> });
    view! {
        <tr>
            <td data-label="Date"><When at=event.at/></td>
            <th scope="row">{what}" "{reference}</th>
            <td data-label="Who">{event.actor.unwrap_or_else(|| "The payment provider".into())}</td>
            <td data-label="Money" class="num">{event.money.map(|money| money.to_string())}</td>
            <td data-label="Credits" class="num">{(event.credits != 0).then(|| format::number(event.credits))}</td>
        </tr>
    }
}
