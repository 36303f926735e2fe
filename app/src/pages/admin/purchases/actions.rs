//! Server functions of purchases.

use lectern_contract::{OrderId, Role, money::Currency, notice::Notice, orders::Provider};
use lectern_domain::{
    accounts::input,
    orders::{
        checkout, list, mark_paid,
        place::{self, PlaceForm},
        price::{self, PriceForm},
        quote,
    },
};
use leptos::server;

use super::page_of;
use crate::{
    caller::{caller, caller_as, done, go},
    refusal::Refused,
    till::till,
};

/// Chooses how many credits to buy; nothing is ordered yet.
#[server(prefix = "/do", endpoint = "choose-quantity")]
pub async fn choose_quantity(#[server(default)] amount: String) -> Result<(), Refused> {
    let (caller, amount) = (caller_as(Role::Admin)?, input::amount(&amount)?);
    quote::quote(caller.portal.reader(), caller.actor(), amount).await?;
    go(&format!("/admin/purchases/new?amount={amount}"))
}

/// Orders credits. The order stands also where the payment provider is away: its page offers to try again.
#[server(prefix = "/do", endpoint = "place-order")]
pub async fn place_order(
    amount: i64,
    terms: i32,
    total: i64,
    #[server(default)] accept: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, till) = (caller()?, till());
    let form = PlaceForm {
        quantity: amount,
        terms_version: terms,
        total_minor: total,
        accepted: accept == "yes",
    };
    let tx = caller.portal.begin().await?;
    let order = place::place(&tx, caller.actor(), &key, form, till.provider()).await?;
    tx.commit().await?;
    if till.provider() != Provider::Invoice {
        let opened = checkout::open(&caller.portal, till.checkout(), caller.actor(), order).await;
        if let Err(error) = opened {
            tracing::warn!(%error, "a payment page was not opened");
        }
    }
    done(&page_of(caller.actor().role, order), Notice::Ordered(amount))
}

/// Opens the payment page of an order whose provider was away before.
#[server(prefix = "/do", endpoint = "open-checkout")]
pub async fn open_checkout(order: OrderId) -> Result<(), Refused> {
    let (caller, till) = (caller()?, till());
    checkout::open(&caller.portal, till.checkout(), caller.actor(), order).await?;
    done(&page_of(caller.actor().role, order), Notice::CheckoutOpened)
}

/// Asks the payment provider whether an order was paid.
#[server(prefix = "/do", endpoint = "check-payment")]
pub async fn check_payment(order: OrderId) -> Result<(), Refused> {
    let (caller, till) = (caller()?, till());
    let paid = checkout::check(&caller.portal, till.checkout(), caller.actor(), order).await?;
    let notice = if paid { Notice::PaymentFound } else { Notice::NotPaidYet };
    done(&page_of(caller.actor().role, order), notice)
}

/// Says that an invoice was paid.
#[server(prefix = "/do", endpoint = "mark-order-paid")]
pub async fn mark_order_paid(order: OrderId, key: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let credits = mark_paid::mark_paid(&tx, caller.actor(), &key, order).await?;
    tx.commit().await?;
    let paid = list::show(caller.portal.reader(), caller.actor(), order).await?;
    let notice = match paid.row.bought_for {
        Some(_) => Notice::OwnOrderPaid,
        None => Notice::OrderPaid(credits),
    };
    done(&page_of(caller.actor().role, order), notice)
}

/// Calls an order off.
#[server(prefix = "/do", endpoint = "cancel-order")]
pub async fn cancel_order(order: OrderId) -> Result<(), Refused> {
    let (caller, till) = (caller()?, till());
    checkout::cancel(&caller.portal, till.checkout(), caller.actor(), order).await?;
    done(&page_of(caller.actor().role, order), Notice::OrderCanceled)
}

/// Keeps what credits cost and the terms.
#[server(prefix = "/do", endpoint = "save-price")]
#[allow(clippy::too_many_arguments, reason = "the fields of the form")]
pub async fn save_price(
    currency: Currency,
    #[server(default)] price: String,
    #[server(default)] tax_label: String,
    #[server(default)] tax: String,
    #[server(default)] seller: String,
    #[server(default)] seller_address: String,
    #[server(default)] buyer_address: String,
    #[server(default)] payment_note: String,
    #[server(default)] terms: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let form = PriceForm {
        currency,
        price,
        tax_label,
        tax,
        seller,
        seller_address,
        buyer_address,
        payment_note,
        terms,
    };
    let tx = caller.portal.begin().await?;
    price::save(&tx, caller.actor(), form).await?;
    tx.commit().await?;
    done("/admin/purchases", Notice::Saved)
}
