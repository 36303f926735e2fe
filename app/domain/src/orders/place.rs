//! Somebody orders credits: terms accepted, price agreed, nothing paid yet.

use lectern_contract::{
    CourseId, OrderId, Refusal, Role,
    credits::AccountKind,
    money::Money,
    orders::{OrderEventKind, OrderState, Provider, Quote},
    refusal::OrderProblem,
};
use lectern_entities::{credit_order, price as price_row};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

use super::{
    history::{self, Line},
    invoice, price, quote,
};
use crate::{actor::Actor, audit, credits::accounts::Which, fault::Result, once::once, tx::Tx};

/// What the buyer agreed to on the page they pressed *Purchase* on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceForm {
    /// Credits.
    pub quantity: i64,
    /// The version of the terms that was shown.
    pub terms_version: i32,
    /// The total that was shown, in minor units.
    pub total_minor: i64,
    /// Whether the terms were accepted.
    pub accepted: bool,
}

/// Places an order for credits of the pool. With the provider *invoice* the invoice is issued at once, because it is
/// what will be paid; with others when they were paid.
///
/// # Errors
/// `NotFound` unless an admin asks; `QuantityOutOfRange`; `TermsNotAccepted`; `NoPrice`; `QuoteChanged` where price,
/// plan or terms are not those that were shown; `KeyReused`.
pub async fn place(tx: &Tx, actor: &Actor, key: &str, form: PlaceForm, provider: Provider) -> Result<OrderId> {
    actor.require(Role::Admin)?;
    order(tx, actor, key, None, form, provider, async { Ok(()) }).await
}

/// Places an order for the pool or, by a manager, for a course. `guard` says whether it is still possible.
pub(super) async fn order(
    tx: &Tx,
    actor: &Actor,
    key: &str,
    course: Option<CourseId>,
    form: PlaceForm,
    provider: Provider,
    guard: impl Future<Output = Result<()>>,
) -> Result<OrderId> {
    quote::check_quantity(form.quantity)?;
    if !form.accepted {
        return Err(Refusal::Order(OrderProblem::TermsNotAccepted).into());
    }
    let request = (form.quantity, form.terms_version, form.total_minor, provider, course);
    Box::pin(once(tx, actor, key, "order.place", request, async {
        guard.await?;
        let price = price::count(tx, actor.organization, price_row::Column::Orders).await?;
        let terms = price::current_terms(tx, actor.organization)
            .await?
            .ok_or(Refusal::Order(OrderProblem::NoPrice))?;
        let quote = quote::of(
            tx,
            actor.organization,
            Which::Own(AccountKind::Pool),
            &price,
            &terms,
            form.quantity,
        )
        .await?;
        if (quote.terms.version, quote.total.minor) != (form.terms_version, form.total_minor) {
            return Err(Refusal::Order(OrderProblem::QuoteChanged).into());
        }
        let order = credit_order::Model {
            course_id: course,
            ..row(tx, actor, &price, terms.id, &quote, provider)
        };
        tx.insert(order.clone().into_active_model().reset_all()).await?;
        let placed = Line::of(OrderEventKind::Placed).money(order.total_minor);
        history::write(tx, &actor.author(), &order, placed).await?;
        if provider == Provider::Invoice {
            invoice::issue(tx, &order).await?;
        }
        let after = json!({
            "number": order.number, "credits": quote.quantity, "total": quote.total, "terms": quote.terms.version,
            "course": course,
        });
        audit::note(tx, &actor.author(), "order.place", "order", order.id, after).await?;
        Ok(order.id)
    }))
    .await
}

fn row(
    tx: &Tx,
    actor: &Actor,
    price: &price_row::Model,
    terms: lectern_contract::TermsId,
    quote: &Quote,
    provider: Provider,
) -> credit_order::Model {
    let minor = |money: Money| money.minor;
    credit_order::Model {
        id: tx.new_id(),
        organization_id: actor.organization,
        number: price.orders,
        buyer_id: actor.user,
        role: actor.role,
        provider,
        state: OrderState::Open,
        quantity: quote.quantity,
        currency: price.currency,
        credit_minor: minor(quote.credit),
        net_minor: minor(quote.net),
        tax_label: price.tax_label.clone(),
        tax_rate: price.tax_rate,
        tax_minor: minor(quote.tax),
        total_minor: minor(quote.total),
        terms_id: terms,
        terms_accepted_at: tx.now(),
        session: None,
        checkout_url: None,
        payment_id: None,
        paid_at: None,
        taken_back: 0,
        course_id: None,
        landed: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}
