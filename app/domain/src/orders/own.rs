//! A manager buys credits for a course they manage, where the setting `managers_can_buy` allows it
//! (`spec/credits.md` 3). Price, terms, order and payment are those of every purchase; `orders::land` says where the
//! credits go when it is paid.

use lectern_contract::{
    CourseId, OrderId, Refusal, Role,
    orders::{OrderRow, Provider, Quote},
    refusal::OrderProblem,
};
use lectern_entities::credit_order;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    list,
    place::{self, PlaceForm},
    price, quote,
};
use crate::{
    actor::Actor,
    courses::{self, managers},
    credits::accounts::Which,
    fault::Result,
    settings,
    tx::Tx,
};

/// Orders shown on a course's *Course credits* tab: the newest.
const SHOWN: u64 = 10;

/// Whether the actor may buy for the course: a manager of it, while the setting is on and the course is live.
///
/// # Errors
/// The database's own.
pub async fn may_buy(db: &impl ConnectionTrait, actor: &Actor, course: CourseId) -> Result<bool> {
    match require(db, actor, course).await {
        Ok(()) => Ok(true),
        Err(crate::Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn require(db: &impl ConnectionTrait, actor: &Actor, course: CourseId) -> Result<()> {
    actor.require(Role::Manager)?;
    managers::require_active(db, actor.organization, course, actor.user).await?;
    if !settings::of(db, actor.organization).await?.managers_can_buy {
        return Err(Refusal::NotFound.into());
    }
    let course = courses::find(db, actor.organization, course).await?;
    if course.state.is_live() {
        Ok(())
    } else {
        Err(Refusal::CourseNotLive.into())
    }
}

/// What `quantity` credits of a course cost now, with the manager's own before and after.
///
/// # Errors
/// `NotFound` unless a manager of the course asks while managers may buy; `CourseNotLive`; `QuantityOutOfRange`;
/// `NoPrice`.
pub async fn quote(db: &impl ConnectionTrait, actor: &Actor, course: CourseId, quantity: i64) -> Result<Quote> {
    require(db, actor, course).await?;
    quote::check_quantity(quantity)?;
    let none = Refusal::Order(OrderProblem::NoPrice);
    let price = price::row(db, actor.organization).await?.ok_or_else(|| none.clone())?;
    let terms = price::current_terms(db, actor.organization).await?.ok_or(none)?;
    let lands = Which::Manager(course, actor.user);
    quote::of(db, actor.organization, lands, &price, &terms, quantity).await
}

/// Places an order of a manager for a course. It is the manager's and the admins' to see.
///
/// # Errors
/// As [`quote()`]; `TermsNotAccepted`; `QuoteChanged`; `KeyReused`.
pub async fn place(
    tx: &Tx,
    actor: &Actor,
    key: &str,
    course: CourseId,
    form: PlaceForm,
    provider: Provider,
) -> Result<OrderId> {
    actor.require(Role::Manager)?;
    place::order(tx, actor, key, Some(course), form, provider, async {
        managers::keep_active(tx, actor.organization, course, actor.user).await?;
        require(tx, actor, course).await
    })
    .await
}

/// The manager's newest orders for a course; the setting does not hide what was ordered while it was on.
///
/// # Errors
/// `NotFound` unless a manager of the course asks.
pub async fn mine(db: &impl ConnectionTrait, actor: &Actor, course: CourseId) -> Result<Vec<OrderRow>> {
    actor.require(Role::Manager)?;
    managers::require_active(db, actor.organization, course, actor.user).await?;
    let orders = credit_order::Entity::find()
        .filter(credit_order::Column::OrganizationId.eq(actor.organization))
        .filter(credit_order::Column::BuyerId.eq(actor.user))
        .filter(credit_order::Column::CourseId.eq(course))
        .order_by_desc(credit_order::Column::Number)
        .limit(SHOWN)
        .all(db)
        .await?;
    list::rows(db, &orders).await
}
