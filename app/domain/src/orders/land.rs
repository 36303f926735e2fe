//! Where the credits of a paid order go. Every purchase comes into the pool; one that a manager made for a course goes
//! on at once, pool → course → manager, in the same transaction.
//!
//! The money was taken, so the credits come whatever happened since the order: where the course was archived, the plan
//! has lapsed, or the pool owes credits of a chargeback, they stay in the pool; where the manager no longer manages the
//! course, was suspended or lost their role, they stay with the course. The order says which. A refund or chargeback takes its credits
//! from the pool, as of every order (`spec/credits.md` 15): what was passed on is not torn from invitations.

use lectern_contract::{
    CourseId,
    courses::CourseState,
    credits::{AccountKind, TransactionKind},
    orders::Landed,
};
use lectern_entities::credit_order;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    actor::Author,
    courses::{self, able},
    credits::{
        accounts::{self, Which},
        ledger,
        transfer::{Transfer, shift},
    },
    fault::{Error, Result},
    plans::freeze,
    tx::Tx,
};

/// Where the credits of an order are to land, as far as course and manager decide; both stay as they are until this
/// transaction ends, and so must be asked before price and accounts are locked. None for orders for the pool.
pub(super) async fn aim(tx: &Tx, order: &credit_order::Model) -> Result<Option<Landed>> {
    let Some(course) = order.course_id else { return Ok(None) };
    let manages = match able::keep(tx, order.organization_id, course, order.buyer_id).await {
        Ok(_) => true,
        Err(Error::Refused(_)) => false,
        Err(error) => return Err(error),
    };
    let course = courses::kept(tx, order.organization_id, course).await?;
    let frozen = freeze::is_frozen(tx, order.organization_id).await?;
    Ok(Some(match (course.state, frozen) {
        (CourseState::Archived, _) | (_, true) => Landed::Pool,
        _ if manages => Landed::Manager,
        _ => Landed::Course,
    }))
}

/// Locks the accounts that the purchase will touch on its way.
pub(super) async fn lock(tx: &Tx, order: &credit_order::Model, aim: Option<Landed>) -> Result<()> {
    let (Some(course), Some(_)) = (order.course_id, aim) else {
        return Ok(());
    };
    let mut ids = Vec::with_capacity(4);
    for which in [
        Which::Own(AccountKind::External),
        Which::Own(AccountKind::Pool),
        Which::Course(course),
        Which::Manager(course, order.buyer_id),
    ] {
        ids.push(accounts::open(tx, order.organization_id, which).await?);
    }
    ledger::lock(tx, ids).await
}

/// Passes the credits on, after they came into the pool; answers the order as it is then.
pub(super) async fn pass_on(
    tx: &Tx,
    author: &Author,
    mut order: credit_order::Model,
    aim: Option<Landed>,
) -> Result<credit_order::Model> {
    let (Some(course), Some(aim)) = (order.course_id, aim) else {
        return Ok(order);
    };
    let pool = accounts::balance(tx, order.organization_id, Which::Own(AccountKind::Pool)).await?;
    let landed = if pool < order.quantity { Landed::Pool } else { aim };
    let key = format!("order:{}", order.id);
    let reason = format!("Order {}", order.number);
    if landed != Landed::Pool {
        shift(tx, author, allocate(&order, course, &key), &reason).await?;
    }
    if landed == Landed::Manager {
        shift(tx, author, assign(&order, course, &key), &reason).await?;
    }
    credit_order::Entity::update_many()
        .col_expr(credit_order::Column::Landed, Expr::value(landed))
        .filter(credit_order::Column::Id.eq(order.id))
        .exec(tx)
        .await?;
    order.landed = Some(landed);
    Ok(order)
}

const fn allocate<'a>(order: &credit_order::Model, course: CourseId, key: &'a str) -> Transfer<'a> {
    Transfer {
        kind: TransactionKind::Allocate,
        act: "credits.allocate",
        key,
        course,
        from: Which::Own(AccountKind::Pool),
        to: Which::Course(course),
        amount: order.quantity,
    }
}

const fn assign<'a>(order: &credit_order::Model, course: CourseId, key: &'a str) -> Transfer<'a> {
    Transfer {
        kind: TransactionKind::Assign,
        act: "credits.assign",
        from: Which::Course(course),
        to: Which::Manager(course, order.buyer_id),
        ..allocate(order, course, key)
    }
}
