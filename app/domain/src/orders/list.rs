//! Admin → Purchases: every order, and one with its history.

use std::collections::BTreeMap;

use lectern_contract::{
    CourseId, OrderId, Role,
    credits::AccountKind,
    limits,
    orders::{BoughtFor, OrderEvent, OrderRow, OrderState, OrderView},
    paging::{Page, Query},
};
use lectern_entities::{course, credit_order, invoice, order_event, terms, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Query as SubQuery,
};

use super::{find, invoice as invoices, money, price};
use crate::{
    accounts::users,
    actor::Actor,
    credits::accounts::{Which, balance},
    fault::{Error, Result},
    invitations::log::names,
};

/// A page of orders, the newest first, searched by number, invoice and buyer.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &Query,
    state: Option<OrderState>,
) -> Result<Page<OrderRow>> {
    actor.require(Role::Admin)?;
    let mut select = credit_order::Entity::find().filter(credit_order::Column::OrganizationId.eq(actor.organization));
    if let Some(state) = state {
        select = select.filter(credit_order::Column::State.eq(state));
    }
    let select = searched(select, &query.search);
    let total = select.clone().count(db).await?;
    let orders = select
        .order_by_desc(credit_order::Column::Number)
        .offset(query.offset(total))
        .limit(limits::PAGE)
        .all(db)
        .await?;
    Ok(query.answer(rows(db, &orders).await?, total))
}

/// A number finds the order and the invoice of that number; other words find buyers by name and address.
fn searched(select: Select<credit_order::Entity>, search: &str) -> Select<credit_order::Entity> {
    let Some(named) = users::matching(search) else {
        return select;
    };
    let words = search.trim().to_lowercase();
    let digits = words.trim_start_matches("inv-").trim_start_matches('#');
    if let Ok(number) = digits.parse::<i64>() {
        let mut invoiced = SubQuery::select();
        invoiced
            .column(invoice::Column::OrderId)
            .from(invoice::Entity)
            .and_where(invoice::Column::Number.eq(number));
        return select.filter(
            Condition::any()
                .add(credit_order::Column::Number.eq(number))
                .add(credit_order::Column::Id.in_subquery(invoiced)),
        );
    }
    let mut buyers = SubQuery::select();
    buyers.column(user::Column::Id).from(user::Entity).cond_where(named);
    select.filter(credit_order::Column::BuyerId.in_subquery(buyers))
}

pub(super) async fn rows(db: &impl ConnectionTrait, orders: &[credit_order::Model]) -> Result<Vec<OrderRow>> {
    let titles = titles(db, orders.iter().filter_map(|order| order.course_id)).await?;
    let people = names(db, orders.iter().map(|order| order.buyer_id)).await?;
    let numbers: Vec<(OrderId, i64)> = invoice::Entity::find()
        .select_only()
        .columns([invoice::Column::OrderId, invoice::Column::Number])
        .filter(invoice::Column::OrderId.is_in(orders.iter().map(|order| order.id)))
        .into_tuple()
        .all(db)
        .await?;
    let numbers: BTreeMap<_, _> = numbers.into_iter().collect();
    let row = |order: &credit_order::Model| OrderRow {
        id: order.id,
        number: order.number,
        buyer: people.get(&order.buyer_id).cloned().unwrap_or_default(),
        bought_for: order.course_id.map(|course| BoughtFor {
            course,
            title: titles.get(&course).cloned().unwrap_or_default(),
            landed: order.landed,
        }),
        state: order.state,
        provider: order.provider,
        quantity: order.quantity,
        taken_back: order.taken_back,
        total: money(order, order.total_minor),
        invoice: numbers.get(&order.id).copied(),
        ordered: order.created_at,
        paid: order.paid_at,
    };
    Ok(orders.iter().map(row).collect())
}

/// Courses by their titles.
async fn titles(db: &impl ConnectionTrait, ids: impl Iterator<Item = CourseId>) -> Result<BTreeMap<CourseId, String>> {
    let ids: Vec<CourseId> = ids.collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(CourseId, String)> = course::Entity::find()
        .select_only()
        .columns([course::Column::Id, course::Column::Title])
        .filter(course::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// One order with its history. `pool` is what the one who asks has where it lands: the pool, or their own account.
///
/// # Errors
/// `NotFound` unless an admin of the organization asks, or the manager who placed it for a course.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, id: OrderId) -> Result<OrderView> {
    let order = find(db, actor, id).await?;
    let row = rows(db, std::slice::from_ref(&order)).await?.swap_remove(0);
    let accepted = terms::Entity::find_by_id(order.terms_id).one(db).await?;
    let note = match invoices::of_order(db, id).await? {
        Some(invoice) => invoice.payment_note,
        None => String::new(),
    };
    Ok(OrderView {
        net: money(&order, order.net_minor),
        tax: money(&order, order.tax_minor),
        terms: price::terms_of(&accepted.ok_or_else(|| Error::fault("an order without terms"))?),
        terms_accepted: order.terms_accepted_at,
        checkout_url: order.checkout_url.clone(),
        payment_note: note,
        pool: balance(db, actor.organization, lands(actor, &order)).await?,
        history: history(db, &order).await?,
        row,
    })
}

/// The account whose credits the one who asks sees with the order.
fn lands(actor: &Actor, order: &credit_order::Model) -> Which {
    match order.course_id {
        Some(course) if actor.role == Role::Manager => Which::Manager(course, order.buyer_id),
        _ => Which::Own(AccountKind::Pool),
    }
}

async fn history(db: &impl ConnectionTrait, order: &credit_order::Model) -> Result<Vec<OrderEvent>> {
    let lines = order_event::Entity::find()
        .filter(order_event::Column::OrderId.eq(order.id))
        .order_by_asc(order_event::Column::Line)
        .all(db)
        .await?;
    let people = names(db, lines.iter().filter_map(|line| line.actor_id)).await?;
    let event = |line: order_event::Model| OrderEvent {
        at: line.created_at,
        kind: line.kind,
        actor: line.actor_id.and_then(|id| people.get(&id).cloned()),
        role: line.role,
        money: line.money_minor.map(|minor| money(order, minor)),
        credits: line.credits,
        reference: line.reference,
    };
    Ok(lines.into_iter().map(event).collect())
}
