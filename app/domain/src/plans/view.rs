//! What pages show of plans and the subscription. Nothing here changes anything.

use lectern_contract::{
    PlanId, Refusal, Role, SubscriptionId,
    plans::{Board, Choice, Effect, Next, Plan, PlanState, Subscription, SubscriptionState},
};
use lectern_entities::{plan, subscription};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{all, calendar, change, expire, find, live, share, shown, zone};
use crate::{actor::Actor, fault::Result, orders, portal::Portal, settings};

/// The subscription that is not ended, and every plan.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn board(portal: &Portal, actor: &Actor) -> Result<Board> {
    actor.require(Role::Admin)?;
    let db = portal.reader();
    let plans = all(db, actor.organization).await?;
    Ok(Board {
        subscription: current(portal, actor).await?,
        plans: plans.into_iter().map(shown).collect(),
        purchases: orders::price::currency(db, actor.organization).await?,
    })
}

/// The subscription that is not ended, with what happens next.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn current(portal: &Portal, actor: &Actor) -> Result<Option<Subscription>> {
    actor.require(Role::Admin)?;
    match live(portal.reader(), actor.organization).await? {
        Some(row) => Ok(Some(describe(portal.reader(), row).await?)),
        None => Ok(None),
    }
}

/// One subscription, whatever its state.
///
/// # Errors
/// `NotFound` unless an admin asks for a subscription of the organization.
pub async fn subscription(portal: &Portal, actor: &Actor, id: SubscriptionId) -> Result<Subscription> {
    actor.require(Role::Admin)?;
    describe(portal.reader(), row(portal, actor, id).await?).await
}

async fn row(portal: &Portal, actor: &Actor, id: SubscriptionId) -> Result<subscription::Model> {
    let found = subscription::Entity::find_by_id(id)
        .filter(subscription::Column::OrganizationId.eq(actor.organization))
        .one(portal.reader())
        .await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// How many of a subscription's credits would expire if it ended now.
///
/// # Errors
/// `NotFound` unless an admin asks for a subscription of the organization.
pub async fn unused(portal: &Portal, actor: &Actor, id: SubscriptionId) -> Result<i64> {
    actor.require(Role::Admin)?;
    let row = row(portal, actor, id).await?;
    expire::to_expire(portal.reader(), &row).await
}

/// One plan.
///
/// # Errors
/// `NotFound` unless an admin asks for a plan of the organization.
pub async fn one(portal: &Portal, actor: &Actor, id: PlanId) -> Result<Plan> {
    actor.require(Role::Admin)?;
    find(portal.reader(), actor.organization, id).await.map(shown)
}

/// A plan with what choosing it now would do.
///
/// # Errors
/// `NotFound` unless an admin asks for a plan of the organization.
pub async fn choice(portal: &Portal, actor: &Actor, id: PlanId) -> Result<Choice> {
    actor.require(Role::Admin)?;
    let (db, now) = (portal.reader(), portal.now());
    let plan = find(db, actor.organization, id).await?;
    let effect = match live(db, actor.organization).await? {
        None if plan.state == PlanState::Active => Some(beginning(portal, actor, &plan).await?),
        Some(row) if row.state == SubscriptionState::Active => {
            let effect = change::effect(db, &row, &plan, now).await?;
            let offered = plan.state == PlanState::Active || effect == Effect::Keep;
            offered.then_some(effect)
        }
        _ => None,
    };
    Ok(Choice {
        plan: shown(plan),
        effect,
    })
}

async fn beginning(portal: &Portal, actor: &Actor, plan: &plan::Model) -> Result<Effect> {
    let db = portal.reader();
    let proration = settings::of(db, actor.organization).await?.proration;
    let zone = zone(db, actor.organization).await?;
    let next = calendar::after(portal.now(), zone, plan.billing.months())?;
    Ok(Effect::Begin(
        share::of_period(plan.credits, plan.billing, 0, proration),
        next,
    ))
}

async fn describe(db: &impl ConnectionTrait, row: subscription::Model) -> Result<Subscription> {
    let plan = find(db, row.organization_id, row.plan_id).await?;
    let waiting = match row.next_plan_id {
        Some(id) => Some(find(db, row.organization_id, id).await?),
        None => None,
    };
    let next = match (row.due_at, row.state) {
        (Some(due), SubscriptionState::Active) => Some((due, upcoming(db, &row, waiting.as_ref()).await?)),
        (Some(due), SubscriptionState::Canceled) => Some((due, Next::Freeze)),
        (Some(due), SubscriptionState::Frozen) => Some((due, Next::Expire(expire::to_expire(db, &row).await?))),
        _ => None,
    };
    Ok(Subscription {
        id: row.id,
        plan: row.plan_id,
        name: plan.name,
        credits: row.credits,
        billing: row.billing,
        state: row.state,
        period: row.period,
        since: row.period_at,
        next_plan: waiting.map(|plan| plan.name),
        next,
    })
}

/// What the next renewal grants, under the plan that waits for it.
async fn upcoming(db: &impl ConnectionTrait, row: &subscription::Model, waiting: Option<&plan::Model>) -> Result<Next> {
    let mut next = row.clone();
    next.period += 1;
    if let Some(plan) = waiting {
        if plan.billing != row.billing {
            next.anchor_period = next.period;
        }
        (next.credits, next.billing) = (plan.credits, plan.billing);
    }
    Ok(Next::Grant(share(db, &next, next.period, next.credits).await?))
}
