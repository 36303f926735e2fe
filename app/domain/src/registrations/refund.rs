//! Whether a withdrawal gives the credit back, by the organization's policy (`spec/credits.md` 14).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    InstanceId, TransactionId, VersionId,
    registrations::{Completion, RefundRuling},
    settings::{RefundPolicy, Settings},
};
use lectern_entities::{instance, instance_item, ledger_transaction, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    courses,
    fault::{Error, Result},
};

/// What the settings in force say about a registration's credit at this instant.
///
/// # Errors
/// The database's own.
pub(super) async fn rule(
    db: &impl ConnectionTrait,
    settings: &Settings,
    row: &registration::Model,
    now: DateTime<Utc>,
) -> Result<RefundRuling> {
    let Some(consumption) = row.consumption_id else {
        return Ok(RefundRuling::NoCredit);
    };
    Ok(match settings.refund_policy {
        RefundPolicy::Never => RefundRuling::Never,
        RefundPolicy::BeforeFirstLaunch if row.first_launched_at.is_some() => RefundRuling::Launched,
        RefundPolicy::BeforeFirstLaunch => RefundRuling::Returns,
        RefundPolicy::BelowProgress => match progress(db, row).await? {
            percent if percent < settings.refund_percent => RefundRuling::Returns,
            percent => RefundRuling::TooFar(percent, settings.refund_percent),
        },
        RefundPolicy::WithinDays => {
            let until = consumed_at(db, consumption).await? + TimeDelta::days(settings.refund_days.into());
            if now < until {
                RefundRuling::Returns
            } else {
                RefundRuling::TooLate(settings.refund_days)
            }
        }
    })
}

/// When the credit was consumed: a learner who came back after a refund begins anew.
async fn consumed_at(db: &impl ConnectionTrait, consumption: TransactionId) -> Result<DateTime<Utc>> {
    let at: Option<DateTime<Utc>> = ledger_transaction::Entity::find_by_id(consumption)
        .select_only()
        .column(ledger_transaction::Column::CreatedAt)
        .into_tuple()
        .one(db)
        .await?;
    at.ok_or_else(|| Error::fault("a registration names no consumption"))
}

/// How far a learner came, in whole percent, rounded down: the mean over the course's pages, where a completed page
/// counts whole and another as much as it reported of itself. Of several attempts the furthest counts: who starts over
/// gets no credit back by that.
async fn progress(db: &impl ConnectionTrait, row: &registration::Model) -> Result<i32> {
    if row.completion == Completion::Completed {
        return Ok(100);
    }
    let attempts = instance::Entity::find()
        .filter(instance::Column::RegistrationId.eq(row.id))
        .all(db)
        .await?;
    let items: Vec<Part> = instance_item::Entity::find()
        .select_only()
        .columns([instance_item::Column::InstanceId, instance_item::Column::Item])
        .columns([instance_item::Column::Completion, instance_item::Column::Progress])
        .filter(instance_item::Column::InstanceId.is_in(attempts.iter().map(|one| one.id)))
        .into_tuple()
        .all(db)
        .await?;
    let versions: BTreeSet<VersionId> = attempts.iter().map(|one| one.version_id).collect();
    let mut pages = BTreeMap::new();
    for version in versions {
        pages.insert(version, pages_of(db, version).await?);
    }
    let of = |one: &instance::Model| {
        let done = items.iter().filter(|(instance, ..)| *instance == one.id);
        percent(done, &pages[&one.version_id])
    };
    Ok(attempts.iter().map(of).max().unwrap_or(0))
}

/// What is known of an item: of which instance, which one, and how far it is.
type Part = (InstanceId, String, Completion, Option<f64>);

async fn pages_of(db: &impl ConnectionTrait, version: VersionId) -> Result<BTreeSet<String>> {
    let version = courses::version(db, version).await?;
    let package = courses::package_of(&version)?;
    let pages = package.all_items().filter(|item| item.href.is_some());
    Ok(pages.map(|item| item.id.clone()).collect())
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a percentage of a table of contents"
)]
fn percent<'a>(items: impl Iterator<Item = &'a Part>, pages: &BTreeSet<String>) -> i32 {
    let done: f64 = items.filter(|(_, item, ..)| pages.contains(item)).map(share).sum();
    (done * 100.0 / pages.len().max(1) as f64).floor().clamp(0.0, 100.0) as i32
}

fn share((.., completion, progress): &Part) -> f64 {
    if *completion == Completion::Completed {
        1.0
    } else {
        progress.unwrap_or(0.0).clamp(0.0, 1.0)
    }
}
