//! Whether a withdrawal gives the credit back, by the organization's policy (`spec/credits.md` 14).

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    TransactionId,
    registrations::{Completion, RefundRuling},
    settings::{RefundPolicy, Settings},
};
use lectern_entities::{instance, instance_item, ledger_transaction, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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

/// How far a learner is, in whole percent, rounded down: the mean over the course's pages, where a completed page
/// counts whole and another as much as it reported of itself.
async fn progress(db: &impl ConnectionTrait, row: &registration::Model) -> Result<i32> {
    if row.completion == Completion::Completed {
        return Ok(100);
    }
    let newest = instance::Entity::find()
        .filter(instance::Column::RegistrationId.eq(row.id))
        .order_by_desc(instance::Column::Number)
        .one(db)
        .await?;
    let Some(newest) = newest else { return Ok(0) };
    let version = courses::version(db, newest.version_id).await?;
    let pages: Vec<String> = courses::package_of(&version)?
        .all_items()
        .filter(|item| item.href.is_some())
        .map(|item| item.id.clone())
        .collect();
    let items = instance_item::Entity::find()
        .filter(instance_item::Column::InstanceId.eq(newest.id))
        .filter(instance_item::Column::Item.is_in(pages.iter().map(String::as_str)))
        .all(db)
        .await?;
    let done: f64 = items.iter().map(share).sum();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "a percentage of a table of contents"
    )]
    Ok((done * 100.0 / pages.len().max(1) as f64).floor().clamp(0.0, 100.0) as i32)
}

fn share(item: &instance_item::Model) -> f64 {
    if item.completion == Completion::Completed {
        1.0
    } else {
        item.progress.unwrap_or(0.0).clamp(0.0, 1.0)
    }
}
