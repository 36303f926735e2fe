//! Plans as data, the subscription to one, and what the calendar makes of it (`spec/credits.md` 1, 4, 5).
//!
//! * A **plan** names credits a year. Billed yearly they come up front, billed monthly in twelve parts.
//! * A **subscription** has numbered periods, counted from its anchor in the organization's time zone. Each period
//!   grants once: `grant:{subscription}:{period}`. A job that was down catches up period by period.
//! * **Upgrade** (more credits a year, same billing): at once. Granted is what the new plan gives more in this whole
//!   period, times the rest of the period over its length, rounded down; the next renewal grants the full number.
//! * **Downgrade**, or another billing: with the next renewal. A change of billing begins a new anchor there.
//! * **Cancel**: at the period's end the subscription lapses. **Frozen** credits are seen and not spent; what was
//!   held or enrolled before goes on. Renewing within the grace frees them and begins a new anchor.
//! * After the grace what is left of the plan's credits expires, lot by lot; see [`lots`] for which those are.

pub mod calendar;
pub mod cancel;
pub mod change;
pub(crate) mod coming;
mod count;
mod expire;
pub mod freeze;
pub mod lots;
pub mod offer;
pub mod renew;
pub mod rounds;
pub mod share;
pub mod subscribe;
pub mod view;
mod warn;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use lectern_contract::{
    OrganizationId, PlanId, Refusal, SubscriptionId,
    money::Money,
    plans::{Plan, PlanState, Share, SubscriptionState},
};
use lectern_entities::{plan, subscription};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::{
    accounts::organizations,
    fault::{Error, Result},
    settings,
    tx::Tx,
};

/// A plan of the organization, on offer or not.
///
/// # Errors
/// `NotFound`.
async fn find(db: &impl ConnectionTrait, organization: OrganizationId, id: PlanId) -> Result<plan::Model> {
    let found = plan::Entity::find_by_id(id).filter(plan::Column::OrganizationId.eq(organization));
    Ok(found.one(db).await?.ok_or(Refusal::NotFound)?)
}

/// A plan on offer, which stays so until this transaction ends.
///
/// # Errors
/// `NotFound`; `PlanArchived`.
async fn on_offer(tx: &Tx, organization: OrganizationId, id: PlanId) -> Result<plan::Model> {
    let found = plan::Entity::find_by_id(id).filter(plan::Column::OrganizationId.eq(organization));
    let plan = tx.share(found).one(tx).await?.ok_or(Refusal::NotFound)?;
    if plan.state == PlanState::Archived {
        Err(Refusal::PlanArchived.into())
    } else {
        Ok(plan)
    }
}

fn live_of(organization: OrganizationId) -> Select<subscription::Entity> {
    subscription::Entity::find()
        .filter(subscription::Column::OrganizationId.eq(organization))
        .filter(subscription::Column::State.ne(SubscriptionState::Ended))
}

/// The subscription that is not ended, if there is one.
async fn live(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Option<subscription::Model>> {
    Ok(live_of(organization).one(db).await?)
}

/// The plan that the organization has, until its subscription is ended.
///
/// # Errors
/// The database's own.
pub(crate) async fn in_force(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Option<plan::Model>> {
    match live(db, organization).await? {
        Some(row) => find(db, organization, row.plan_id).await.map(Some),
        None => Ok(None),
    }
}

/// A subscription of the organization, which nobody else changes until this transaction ends. What the clock
/// decided before now is done first, so that the act sees the truth though the job may be late.
///
/// # Errors
/// `NotFound`.
async fn keep(tx: &Tx, organization: OrganizationId, id: SubscriptionId) -> Result<subscription::Model> {
    let found = subscription::Entity::find_by_id(id).filter(subscription::Column::OrganizationId.eq(organization));
    let row = tx.keep(found).one(tx).await?.ok_or(Refusal::NotFound)?;
    rounds::catch_up(tx, row).await
}

/// The organization's time zone, in which anchors are counted.
pub(crate) async fn zone(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Tz> {
    let name = organizations::find(db, organization).await?.time_zone;
    name.parse().map_err(Error::fault)
}

/// When a period of a subscription begins.
async fn begins(db: &impl ConnectionTrait, row: &subscription::Model, period: i32) -> Result<DateTime<Utc>> {
    let zone = zone(db, row.organization_id).await?;
    let periods = u32::try_from(period - row.anchor_period).unwrap_or(0);
    calendar::after(row.anchor_at, zone, periods * row.billing.months())
}

/// What a whole period grants under these terms.
async fn share(db: &impl ConnectionTrait, row: &subscription::Model, period: i32, credits: i64) -> Result<Share> {
    let proration = settings::of(db, row.organization_id).await?.proration;
    Ok(share::of_period(
        credits,
        row.billing,
        period - row.anchor_period,
        proration,
    ))
}

/// Every plan of the organization, those on offer first.
async fn all(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Vec<plan::Model>> {
    Ok(plan::Entity::find()
        .filter(plan::Column::OrganizationId.eq(organization))
        .order_by_asc(plan::Column::State)
        .order_by_asc(plan::Column::Credits)
        .order_by_asc(plan::Column::Name)
        .all(db)
        .await?)
}

fn shown(row: plan::Model) -> Plan {
    Plan {
        id: row.id,
        name: row.name,
        credits: row.credits,
        billing: row.billing,
        price: Money::new(row.price_minor, row.currency),
        credit_price: Money::new(row.credit_minor, row.currency),
        state: row.state,
    }
}
