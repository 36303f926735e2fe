//! Purchase Credits: quantity, then price and terms.

use lectern_contract::{
    Role,
    orders::{Price, Quote},
    refusal::Field as Name,
};
use lectern_domain::orders::{price, quote};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    Steps,
    actions::{ChooseQuantity, PlaceOrder},
    crumbs,
    terms::TermsBox,
};
use crate::{
    caller::{caller, parameter},
    components::{Choice, Empty, Field, Head, Number, PostForm, Problem, screen},
    format,
    islands::terms_gate::TermsGate,
};

/// `/admin/purchases/new`, and with `?amount=25` its second step.
#[component]
pub fn BuyPage() -> impl IntoView {
    let (caller, amount) = (caller(), parameter("amount").parse::<i64>().ok());
    screen(async move {
        let caller = caller?;
        caller.actor().require(Role::Admin)?;
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let price = price::price(db, actor).await?;
        let quote = match amount {
            Some(amount) => quote::quote(db, actor, amount).await.ok(),
            None => None,
        };
        let step = usize::from(quote.is_some());
        let page = match (price, quote) {
            (None, _) => view! { <NoPrice/> }.into_any(),
            (Some(_), Some(quote)) => view! { <Steps at=step/><Agree quote/> }.into_any(),
            (Some(price), None) => view! { <Steps at=step/><Quantity price/> }.into_any(),
        };
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Purchase Credits" sub="They come into the pool when they are paid, and can be used for any course." crumbs=crumbs()/>
                {page}
            </main>
        })
    })
}

#[component]
fn NoPrice() -> impl IntoView {
    let text = "Say what a credit costs, who sells it and under which terms; then credits can be bought.";
    view! { <Empty title="No price is set" text><a class="btn btn-primary" href="/admin/purchases/price">"Price and terms"</a></Empty> }
}

#[component]
fn Quantity(price: Price) -> impl IntoView {
    let tax = if price.tax.0 == 0 {
        String::new()
    } else {
        format!(", plus {} % {}", price.tax, price.tax_label)
    };
    let hint = format!("One credit costs {}{tax}.", price.credit);
    view! {
        <PostForm action=ChooseQuantity::url()>
            <Field field=Name::Amount label="Credits" kind="number" hint/>
            <div class="btn-row">
                <button class="btn btn-primary">"Continue"</button><a class="btn" href="/admin">"Back"</a>
            </div>
        </PostForm>
    }
}

/// What it costs and brings, the terms, and the order.
#[component]
fn Agree(quote: Quote) -> impl IntoView {
    let terms = quote.terms.clone();
    let label = format!("I have read the terms (version {}) and accept them", terms.version);
    let total = quote.total;
    view! {
        <Sum quote=quote.clone()/>
        <PostForm action=PlaceOrder::url()>
            <input type="hidden" name="amount" value=quote.quantity.to_string()/>
            <input type="hidden" name="terms" value=terms.version.to_string()/>
            <input type="hidden" name="total" value=total.minor.to_string()/>
            <TermsBox terms/>
            <div class="field">
                <Choice name="accept" value="yes" label checked=false/>
                <TermsGate/>
                <Problem field=Name::Accept/>
            </div>
            <div class="btn-row">
                <button class="btn btn-primary">{format!("Purchase for {total}")}</button>
                <a class="btn" href="/admin/purchases/new">"Another quantity"</a>
            </div>
        </PostForm>
    }
}

/// The price, and the pool before and after.
#[component]
fn Sum(quote: Quote) -> impl IntoView {
    let what = format!(
        "{} at {}",
        format::plural(quote.quantity, "credit", "credits"),
        quote.credit
    );
    let tax = (quote.tax_rate.0 > 0).then(|| {
        view! { <div><dt>{format!("{} {} %", quote.tax_label, quote.tax_rate)}</dt><dd>{quote.tax.to_string()}</dd></div> }
    });
    let after = quote.pool_after();
    view! {
        <div class="split">
            <section class="section" aria-labelledby="price">
                <header class="section-head"><h2 id="price">"Price"</h2></header>
                <dl class="sum">
                    <div><dt>{what}</dt><dd>{quote.net.to_string()}</dd></div>
                    {tax}
                    <div class="total"><dt>"To be paid"</dt><dd>{quote.total.to_string()}</dd></div>
                </dl>
            </section>
            <section class="section" aria-labelledby="pool">
                <header class="section-head"><h2 id="pool">"The pool"</h2></header>
                <dl class="sum">
                    <div><dt>"Credits now"</dt><dd><Number value=quote.pool/></dd></div>
                    <div><dt>"Purchased"</dt><dd>{format::number(quote.quantity)}</dd></div>
                    <div class="total"><dt>"After the purchase"</dt><dd><Number value=after/></dd></div>
                </dl>
            </section>
        </div>
    }
}
