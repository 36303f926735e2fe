//! What credits cost, who sells them, and the terms.

use lectern_contract::{
    Role,
    money::Currency,
    orders::{Price, Terms},
    refusal::Field as Name,
};
use lectern_domain::orders::price;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::SavePrice, crumbs};
use crate::{
    caller::caller,
    components::{Field, Head, LongField, PostForm, SelectField, screen},
    format,
};

/// `/admin/purchases/price`
#[component]
pub fn PricePage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        caller.actor().require(Role::Admin)?;
        let price = price::price(caller.portal.reader(), caller.actor()).await?;
        let terms = price::terms(caller.portal.reader(), caller.actor()).await?;
        let sub = "Orders and invoices that exist keep what was agreed.";
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Price and terms" sub crumbs=crumbs(Role::Admin)/>
                <PostForm action=SavePrice::url()>
                    <CostFields price=price.clone()/>
                    <InvoiceFields price/>
                    <TermsField terms/>
                    <div class="btn-row">
                        <button class="btn btn-primary">"Save"</button><a class="btn" href="/admin/purchases">"Back"</a>
                    </div>
                </PostForm>
            </main>
        })
    })
}

#[component]
fn CostFields(price: Option<Price>) -> impl IntoView {
    let currencies = Currency::ALL
        .iter()
        .map(|currency| (currency.to_string(), currency.to_string()))
        .collect();
    let currency = price.as_ref().map_or(Currency::Eur, |price| price.credit.currency);
    let of = |get: fn(&Price) -> String| price.as_ref().map(get).unwrap_or_default();
    let (credit, label) = (of(|price| price.credit.plain()), of(|price| price.tax_label.clone()));
    let rate = price
        .as_ref()
        .map_or_else(|| "0".to_owned(), |price| price.tax.to_string());
    view! {
        <SelectField field=Name::Currency label="Currency" options=currencies value=currency.as_str()/>
        <Field field=Name::Price label="Price of one credit" short=true value=credit hint="Without tax, for example 4.90. Who has a plan with a price in this currency pays the plan’s."/>
        <Field field=Name::Tax label="Tax in percent" short=true value=rate hint="0 where there is none."/>
        <Field field=Name::TaxLabel label="What the tax is called" short=true optional=true value=label hint="As invoices name it, for example VAT."/>
    }
}

#[component]
fn InvoiceFields(price: Option<Price>) -> impl IntoView {
    let of = |get: fn(&Price) -> &String| price.as_ref().map(|price| get(price).clone()).unwrap_or_default();
    let address = "Eight lines at most; a tax number belongs here, too.";
    view! {
        <Field field=Name::Seller label="Seller" value=of(|price| &price.seller_name) hint="Who sells, as the invoice names them."/>
        <LongField field=Name::SellerAddress label="The seller’s address" value=of(|price| &price.seller_address) hint=address/>
        <LongField field=Name::BuyerAddress label="Your address on invoices" optional=true value=of(|price| &price.buyer_address)
            hint="It stands below your organization’s name."/>
        <LongField field=Name::PaymentNote label="How to pay an invoice" optional=true value=of(|price| &price.payment_note)
            hint="For example an account’s number, and by when."/>
    }
}

#[component]
fn TermsField(terms: Option<Terms>) -> impl IntoView {
    let hint = match &terms {
        Some(terms) => format!(
            "This is version {}, since {}. Another text becomes version {}; who accepted which stays known.",
            terms.version,
            format::day(terms.since),
            terms.version + 1
        ),
        None => "Everybody who buys accepts them. A blank line begins a new paragraph.".into(),
    };
    let value = terms.map(|terms| terms.text).unwrap_or_default();
    view! { <LongField field=Name::Terms label="Terms of purchase" rows=12 value hint/> }
}
