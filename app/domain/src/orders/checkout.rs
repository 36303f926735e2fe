//! Paying at a provider. What is said to the provider is said between two transactions, never inside one.

use async_trait::async_trait;
use lectern_contract::{
    OrderId, Refusal,
    money::Money,
    orders::{OrderEventKind, OrderState, Provider},
    refusal::OrderProblem,
};
use lectern_entities::credit_order;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    cancel, find,
    history::{self, Line},
    keep, money,
    settle::{self, Paid},
};
use crate::{
    accounts::users,
    actor::{Actor, Author},
    fault::{Error, Result},
    portal::Portal,
};

/// What the provider's payment page needs to know.
#[derive(Clone, Debug)]
pub struct Request {
    /// The order; also what makes asking twice the same as asking once.
    pub order: OrderId,
    /// What is bought, in words.
    pub what: String,
    /// Without tax.
    pub net: Money,
    /// The tax, and what it is called with its rate.
    pub tax: (Money, String),
    /// The buyer's address.
    pub email: String,
    /// Where the browser comes back to.
    pub back: String,
}

/// A payment page at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The provider's name for it.
    pub id: String,
    /// Where it is.
    pub url: String,
}

/// What became of a payment page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// It was paid, by this payment.
    Paid { payment: String, money: Money },
    /// It was not, or not yet.
    NotPaid,
}

/// Why the provider did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No answer, or none that can be understood now.
    Away,
    /// It does not want to.
    Refused,
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Away => Refusal::Order(OrderProblem::ProviderAway).into(),
            Problem::Refused => Refusal::Order(OrderProblem::ProviderRefused).into(),
        }
    }
}

/// A provider's payment pages; the server speaks to it.
#[async_trait]
pub trait Checkout: Send + Sync + std::fmt::Debug {
    /// Opens a payment page, or answers the one that the same order opened before.
    async fn open(&self, request: Request) -> Result<Session, Problem>;
    /// Asks what became of a payment page.
    async fn look(&self, session: &str) -> Result<Look, Problem>;
    /// Closes a payment page so that it cannot be paid any more; `Refused` where it was gone through already.
    async fn close(&self, session: &str) -> Result<(), Problem>;
}

/// Opens the order's payment page at the provider, once.
///
/// # Errors
/// `NotFound` unless an admin of the organization asks; `NoProvider` for an order that is paid by invoice; `Is`
/// unless it waits for payment; `ProviderAway`, `ProviderRefused`.
pub async fn open(portal: &Portal, provider: Option<&dyn Checkout>, actor: &Actor, order: OrderId) -> Result<()> {
    let order = find(portal.reader(), actor, order).await?;
    let provider = provider.filter(|_| order.provider != Provider::Invoice);
    let provider = provider.ok_or(Refusal::Order(OrderProblem::NoProvider))?;
    if order.state != OrderState::Open {
        return Err(Refusal::Order(OrderProblem::Is(order.state)).into());
    }
    if order.session.is_some() {
        return Ok(());
    }
    let buyer = users::find(portal.reader(), order.organization_id, order.buyer_id).await?;
    let session = provider.open(request(portal, &order, buyer.email)).await?;
    let tx = portal.begin().await?;
    let order = keep(&tx, order.id).await?;
    if order.session.is_none() {
        credit_order::Entity::update_many()
            .col_expr(credit_order::Column::Session, Expr::value(&session.id))
            .col_expr(credit_order::Column::CheckoutUrl, Expr::value(&session.url))
            .col_expr(credit_order::Column::UpdatedAt, Expr::value(tx.now()))
            .filter(credit_order::Column::Id.eq(order.id))
            .exec(&tx)
            .await?;
        let line = Line::of(OrderEventKind::CheckoutOpened).reference(&session.id);
        history::write(&tx, &actor.author(), &order, line).await?;
    }
    tx.commit().await
}

fn request(portal: &Portal, order: &credit_order::Model, email: String) -> Request {
    let credits = if order.quantity == 1 { "credit" } else { "credits" };
    let rate = lectern_contract::money::TaxRate(order.tax_rate);
    Request {
        order: order.id,
        what: format!("{} {credits} (order {})", order.quantity, order.number),
        net: money(order, order.net_minor),
        tax: (money(order, order.tax_minor), format!("{} {rate} %", order.tax_label)),
        email,
        back: super::page(portal, order),
    }
}

/// Asks the provider whether the order was paid, and settles it if so: for a word that did not come. Answers
/// whether it is paid.
///
/// # Errors
/// `NotFound` unless an admin of the organization asks; `NoProvider` for an order that is paid by invoice;
/// `ProviderAway`, `ProviderRefused`.
pub async fn check(portal: &Portal, provider: Option<&dyn Checkout>, actor: &Actor, order: OrderId) -> Result<bool> {
    let order = find(portal.reader(), actor, order).await?;
    let provider = provider.filter(|_| order.provider != Provider::Invoice);
    let provider = provider.ok_or(Refusal::Order(OrderProblem::NoProvider))?;
    let Some(session) = order.session.as_deref().filter(|_| order.state.is_unpaid()) else {
        return Ok(!order.state.is_unpaid());
    };
    let Look::Paid { payment, money } = provider.look(session).await? else {
        return Ok(false);
    };
    let tx = portal.begin().await?;
    let author = Author::provider(order.organization_id, order.provider.as_str());
    let paid = Paid {
        order: order.id,
        provider: order.provider,
        reference: &payment,
        money,
        cause: &payment,
    };
    settle::settle(&tx, &author, paid).await?;
    let settled = keep(&tx, order.id).await?;
    tx.commit().await?;
    Ok(!settled.state.is_unpaid())
}

/// Cancels an order; its payment page is closed first, so that nobody pays for what was canceled.
///
/// # Errors
/// As [`cancel::cancel`]; `PaymentUnderWay` where the payment page was gone through already; `ProviderAway`.
pub async fn cancel(portal: &Portal, provider: Option<&dyn Checkout>, actor: &Actor, id: OrderId) -> Result<()> {
    let order = find(portal.reader(), actor, id).await?;
    let session = order.session.as_deref().filter(|_| order.state == OrderState::Open);
    if let (Some(provider), Some(session)) = (provider, session) {
        match provider.close(session).await {
            Ok(()) => {}
            Err(Problem::Refused) => return Err(Refusal::Order(OrderProblem::PaymentUnderWay).into()),
            Err(away) => return Err(away.into()),
        }
    }
    let tx = portal.begin().await?;
    cancel::cancel(&tx, actor, id).await?;
    tx.commit().await
}
