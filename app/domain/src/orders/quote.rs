//! What a number of credits would cost and bring, shown before anything is paid.

use lectern_contract::{
    OrganizationId, Refusal, Role,
    credits::AccountKind,
    limits,
    money::{Money, TaxRate},
    orders::{PriceOf, Quote},
    refusal::OrderProblem,
};
use lectern_entities::{price as price_row, terms as terms_row};
use sea_orm::ConnectionTrait;

use super::price;
use crate::{
    actor::Actor,
    credits::accounts::{Which, balance},
    fault::Result,
    plans,
};

/// Refuses numbers of credits that one order cannot have.
///
/// # Errors
/// `QuantityOutOfRange` outside 1 to [`limits::CREDITS_PER_ORDER`].
pub fn check_quantity(quantity: i64) -> Result<()> {
    if (1..=limits::CREDITS_PER_ORDER).contains(&quantity) {
        Ok(())
    } else {
        Err(Refusal::Order(OrderProblem::QuantityOutOfRange).into())
    }
}

/// What `quantity` credits cost now, with the pool before and after.
///
/// # Errors
/// `NotFound` unless an admin asks; `QuantityOutOfRange`; `NoPrice`.
pub async fn quote(db: &impl ConnectionTrait, actor: &Actor, quantity: i64) -> Result<Quote> {
    actor.require(Role::Admin)?;
    check_quantity(quantity)?;
    let price = price::row(db, actor.organization)
        .await?
        .ok_or(Refusal::Order(OrderProblem::NoPrice))?;
    let terms = price::current_terms(db, actor.organization)
        .await?
        .ok_or(Refusal::Order(OrderProblem::NoPrice))?;
    let lands = Which::Own(AccountKind::Pool);
    of(db, actor.organization, lands, &price, &terms, quantity).await
}

/// What one credit costs, and whose price that is: the plan's that the organization has, where it is in the currency of
/// purchases; else the organization's own (`spec/credits.md` 3).
async fn one(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    price: &price_row::Model,
) -> Result<(i64, PriceOf)> {
    let own = price.credit_minor;
    let Some(plan) = plans::in_force(db, organization).await? else {
        return Ok((own, PriceOf::Organization));
    };
    if plan.currency != price.currency {
        let elsewhere = Money::new(plan.credit_minor, plan.currency);
        return Ok((own, PriceOf::NotThePlan(plan.name, elsewhere)));
    }
    // Plans were once made without a price for one credit more.
    if (1..=limits::CREDIT_PRICE).contains(&plan.credit_minor) {
        Ok((plan.credit_minor, PriceOf::Plan(plan.name)))
    } else {
        Ok((own, PriceOf::Organization))
    }
}

/// The quote; `lands` is the account that the credits will be on.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    lands: Which,
    price: &price_row::Model,
    terms: &terms_row::Model,
    quantity: i64,
) -> Result<Quote> {
    let money = |minor| Money::new(minor, price.currency);
    let (credit, price_of) = one(db, organization, price).await?;
    let net = credit * quantity;
    let tax_rate = TaxRate(price.tax_rate);
    let tax = tax_rate.on(net);
    Ok(Quote {
        quantity,
        credit: money(credit),
        price_of,
        net: money(net),
        tax_label: price.tax_label.clone(),
        tax_rate,
        tax: money(tax),
        total: money(net + tax),
        pool: balance(db, organization, lands).await?,
        terms: price::terms_of(terms),
    })
}
