//! Server functions of a manager who buys.

use lectern_contract::{CourseId, Role, notice::Notice, orders::Provider};
use lectern_domain::{
    accounts::input,
    orders::{checkout, own, place::PlaceForm},
};
use leptos::server;

use super::buy_page;
use crate::{
    caller::{caller_as, done, go},
    pages::admin::purchases::page_of,
    refusal::Refused,
    till::till,
};

/// Chooses how many credits to buy for a course; nothing is ordered yet.
#[server(prefix = "/do", endpoint = "choose-own-quantity")]
pub async fn choose_own_quantity(course: CourseId, #[server(default)] amount: String) -> Result<(), Refused> {
    let (caller, amount) = (caller_as(Role::Manager)?, input::amount(&amount)?);
    own::quote(caller.portal.reader(), caller.actor(), course, amount).await?;
    go(&format!("{}?amount={amount}", buy_page(course)))
}

/// Orders credits for a course. The order stands also where the payment provider is away.
#[server(prefix = "/do", endpoint = "place-own-order")]
pub async fn place_own_order(
    course: CourseId,
    amount: i64,
    terms: i32,
    total: i64,
    #[server(default)] accept: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, till) = (caller_as(Role::Manager)?, till());
    let form = PlaceForm {
        quantity: amount,
        terms_version: terms,
        total_minor: total,
        accepted: accept == "yes",
    };
    let tx = caller.portal.begin().await?;
    let order = own::place(&tx, caller.actor(), &key, course, form, till.provider()).await?;
    tx.commit().await?;
    if till.provider() != Provider::Invoice {
        let opened = checkout::open(&caller.portal, till.checkout(), caller.actor(), order).await;
        if let Err(error) = opened {
            tracing::warn!(%error, "a payment page was not opened");
        }
    }
    done(&page_of(Role::Manager, order), Notice::OrderedForCourse(amount))
}
