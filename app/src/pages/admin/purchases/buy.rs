//! Purchase Credits: quantity, then price and terms.

use lectern_contract::{Refusal, Role, orders::Quote, refusal::Field as Name};
use lectern_domain::{Error, orders::quote};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    Steps,
    actions::{ChooseQuantity, PlaceOrder},
    agree::{Agree, one_costs},
    crumbs,
};
use crate::{
    caller::{caller, parameter},
    components::{Empty, Field, Head, PostForm, screen},
};

/// `/admin/purchases/new`, and with `?amount=25` its second step.
#[component]
pub fn BuyPage() -> impl IntoView {
    let (caller, amount) = (caller(), parameter("amount").parse::<i64>().ok());
    screen(async move {
        let caller = caller?;
        caller.actor().require(Role::Admin)?;
        let (db, actor) = (caller.portal.reader(), caller.actor());
        // One credit is always for sale, so it says what one costs, and whether anything can be bought at all.
        let one = match quote::quote(db, actor, 1).await {
            Ok(one) => Some(one),
            Err(Error::Refused(Refusal::Order(_))) => None,
            Err(error) => return Err(error.into()),
        };
        let quote = match amount {
            Some(amount) => quote::quote(db, actor, amount).await.ok(),
            None => None,
        };
        let step = usize::from(quote.is_some());
        let page = match (one, quote) {
            (None, _) => view! { <NoPrice/> }.into_any(),
            (Some(_), Some(quote)) => view! { <Steps at=step/><Agree quote action=PlaceOrder::url() lands="The pool" again="/admin/purchases/new"/> }.into_any(),
            (Some(one), None) => view! { <Steps at=step/><Quantity one/> }.into_any(),
        };
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Purchase Credits" sub="They come into the pool when they are paid, and can be used for any course." crumbs=crumbs(Role::Admin)/>
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
fn Quantity(one: Quote) -> impl IntoView {
    let hint = one_costs(&one);
    view! {
        <PostForm action=ChooseQuantity::url()>
            <Field field=Name::Amount label="Credits" kind="number" hint/>
            <div class="btn-row">
                <button class="btn btn-primary">"Continue"</button><a class="btn" href="/admin">"Back"</a>
            </div>
        </PostForm>
    }
}
