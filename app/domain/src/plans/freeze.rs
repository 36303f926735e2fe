//! A lapsed plan freezes the organization's credits: seen, not spent (`spec/credits.md` 5).

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    OrganizationId, Refusal,
    credits::TransactionKind,
    plans::{Frozen, SubscriptionState},
};
use lectern_entities::subscription;
use sea_orm::ConnectionTrait;

use super::live;
use crate::{actor::Actor, fault::Result, portal::Portal, settings, tx::Tx};

/// Whether a movement spends, or earmarks to be spent: those are refused while frozen. What was held before may be
/// accepted or come back, credits may return to where they were, and new ones may come in.
pub(crate) const fn is_stopped(kind: TransactionKind) -> bool {
    matches!(
        kind,
        TransactionKind::Allocate
            | TransactionKind::Assign
            | TransactionKind::Give
            | TransactionKind::Hold
            | TransactionKind::Consume
    )
}

/// Refuses where the organization's credits are frozen; asked once in a transaction.
///
/// # Errors
/// `Frozen`.
pub(crate) async fn require_thawed(tx: &Tx, organization: OrganizationId) -> Result<()> {
    if tx.is_thawed(organization) {
        return Ok(());
    }
    if frozen(tx, organization, tx.now()).await?.is_some() {
        return Err(Refusal::Frozen.into());
    }
    tx.remember_thawed(organization);
    Ok(())
}

/// Whether the organization's credits are frozen, for acts that go another way then.
///
/// # Errors
/// The database's own.
pub(crate) async fn is_frozen(tx: &Tx, organization: OrganizationId) -> Result<bool> {
    Ok(frozen(tx, organization, tx.now()).await?.is_some())
}

/// Whether credits are frozen at this instant, by the clock: the job that notes it may be late.
async fn frozen(db: &impl ConnectionTrait, organization: OrganizationId, now: DateTime<Utc>) -> Result<Option<Frozen>> {
    let Some(row) = live(db, organization).await? else {
        return Ok(None);
    };
    let Some(due) = row.due_at else { return Ok(None) };
    match row.state {
        SubscriptionState::Frozen => Ok(Some(Frozen { until: due })),
        SubscriptionState::Canceled if due <= now => Ok(Some(Frozen {
            until: due + grace(db, &row).await?,
        })),
        _ => Ok(None),
    }
}

/// How long the credits stay frozen before they expire.
pub(super) async fn grace(db: &impl ConnectionTrait, row: &subscription::Model) -> Result<TimeDelta> {
    let days = settings::of(db, row.organization_id).await?.grace_days;
    Ok(TimeDelta::days(days.into()))
}

/// What admins and managers are told while nothing can be spent.
///
/// # Errors
/// The database's own.
pub async fn look(portal: &Portal, actor: &Actor) -> Result<Option<Frozen>> {
    frozen(portal.reader(), actor.organization, portal.now()).await
}
