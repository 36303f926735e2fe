//! What the clock does to subscriptions: renew, lapse, expire. Each step once, however late.

use chrono::{DateTime, Utc};
use lectern_contract::{SubscriptionId, plans::SubscriptionState};
use lectern_entities::subscription;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;

use super::{begins, expire, find, freeze, lots, share, warn};
use crate::{actor::Author, audit, fault::Result, portal::Portal, tx::Tx};

/// The subscriptions that wait to be brought up to date or to be warned of, those that wait longest first. Each goes
/// its round by itself, so that one that fails keeps no other waiting.
///
/// # Errors
/// The database's own.
pub async fn waiting(portal: &Portal) -> Result<Vec<SubscriptionId>> {
    Ok(subscription::Entity::find()
        .select_only()
        .column(subscription::Column::Id)
        .filter(is_waiting(portal.now()))
        .order_by_asc(subscription::Column::DueAt)
        .order_by_asc(subscription::Column::Id)
        .into_tuple()
        .all(portal.reader())
        .await?)
}

fn is_waiting(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(subscription::Column::DueAt.lte(now))
        .add(warn::is_due(now))
}

/// Brings a subscription up to date, or warns of its grace that is nearly over; answers whether there was something to
/// do. Called until there is nothing.
///
/// # Errors
/// The database's own.
pub async fn round(tx: &Tx, id: SubscriptionId) -> Result<bool> {
    let found = subscription::Entity::find_by_id(id).filter(is_waiting(tx.now()));
    // Another process may have done it while this one waited for the row: then it is not due any more.
    let Some(row) = tx.keep(found).one(tx).await? else {
        return Ok(false);
    };
    if row.due_at.is_some_and(|due| due <= tx.now()) {
        catch_up(tx, row).await?;
    } else {
        warn::warn(tx, row).await?;
    }
    Ok(true)
}

/// Does everything that was due before now, in its order: after three months of downtime three grants.
pub(super) async fn catch_up(tx: &Tx, mut row: subscription::Model) -> Result<subscription::Model> {
    let author = Author::clock(row.organization_id);
    while let Some(due) = row.due_at.filter(|due| *due <= tx.now()) {
        row = match row.state {
            SubscriptionState::Active => next_period(tx, &author, row, due).await?,
            SubscriptionState::Canceled => lapse(tx, &author, row, due).await?,
            SubscriptionState::Frozen | SubscriptionState::Ended => expire::end(tx, &author, row).await?,
        };
    }
    Ok(row)
}

/// The next period begins, under the plan that waited for it, and grants.
async fn next_period(
    tx: &Tx,
    author: &Author,
    mut row: subscription::Model,
    due: DateTime<Utc>,
) -> Result<subscription::Model> {
    row.period += 1;
    row.period_at = due;
    row.changes = 0;
    if let Some(next) = row.next_plan_id.take() {
        let plan = find(tx, row.organization_id, next).await?;
        if plan.billing != row.billing {
            (row.anchor_at, row.anchor_period) = (due, row.period);
        }
        (row.plan_id, row.credits, row.billing) = (plan.id, plan.credits, plan.billing);
    }
    begin(tx, author, row).await
}

/// A period that was just set begins: its grant, its end, its rows.
pub(super) async fn begin(tx: &Tx, author: &Author, mut row: subscription::Model) -> Result<subscription::Model> {
    let share = share(tx, &row, row.period, row.credits).await?;
    row.due_at = Some(begins(tx, &row, row.period + 1).await?);
    let plan = find(tx, row.organization_id, row.plan_id).await?;
    let reason = format!("Plan {}, period {}: {}", plan.name, row.period, share.why());
    store(tx, &row).await?;
    lots::grant(tx, author, &row, share.amount, &reason).await?;
    let after = json!({ "plan": plan.name, "period": row.period, "credits": share.amount });
    audit::note(tx, author, "subscription.period", "subscription", row.id, after).await?;
    Ok(row)
}

/// The subscription lapses: its grace begins.
pub(super) async fn lapse(
    tx: &Tx,
    author: &Author,
    mut row: subscription::Model,
    at: DateTime<Utc>,
) -> Result<subscription::Model> {
    let was = json!({ "state": row.state });
    row.state = SubscriptionState::Frozen;
    let until = at + freeze::grace(tx, &row).await?;
    row.due_at = Some(until);
    // A grace no longer than the warning comes before its end needs none.
    row.warned = until - at <= warn::BEFORE;
    store(tx, &row).await?;
    warn::tell_frozen(tx, &row, until).await?;
    let both = (was, json!({ "state": row.state, "until": until }));
    audit::change(tx, author, "subscription.freeze", "subscription", row.id, both).await?;
    Ok(row)
}

/// Keeps what an act made of a subscription.
pub(super) async fn store(tx: &Tx, row: &subscription::Model) -> Result<()> {
    let row = subscription::Model {
        updated_at: tx.now(),
        ..row.clone()
    };
    row.into_active_model().reset_all().update(tx).await?;
    Ok(())
}
