//! Who is told that a plan lapsed, and that its grace is nearly over.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{OrganizationId, credits::AccountKind, people::UserState, plans::SubscriptionState};
use lectern_entities::{account, subscription, user};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::{expire, rounds::store};
use crate::{accounts::users, fault::Result, letters, tx::Tx};

/// The last warning comes so long before the grace is over.
pub(super) const BEFORE: TimeDelta = TimeDelta::days(7);

/// Tells the admins that credits are frozen, and every manager who has free ones and may wonder why they cannot invite.
/// A grace that is over by now is not worth a letter: the one about its end follows.
pub(super) async fn tell_frozen(tx: &Tx, row: &subscription::Model, until: DateTime<Utc>) -> Result<()> {
    if until <= tx.now() {
        return Ok(());
    }
    for admin in users::active_admins(tx, row.organization_id).await? {
        letters::plan_lapsed(tx, &admin, until).await?;
    }
    for manager in with_credits(tx, row.organization_id).await? {
        letters::credits_frozen(tx, &manager, until).await?;
    }
    Ok(())
}

/// Active managers with credits on any course; each once.
async fn with_credits(tx: &Tx, organization: OrganizationId) -> Result<Vec<user::Model>> {
    let holders = account::Entity::find()
        .select_only()
        .column(account::Column::UserId)
        .filter(account::Column::OrganizationId.eq(organization))
        .filter(account::Column::Kind.eq(AccountKind::Manager))
        .filter(account::Column::Balance.gt(0))
        .into_query();
    Ok(user::Entity::find()
        .filter(user::Column::OrganizationId.eq(organization))
        .filter(user::Column::State.eq(UserState::Active))
        .filter(user::Column::Id.in_subquery(holders))
        .order_by_asc(user::Column::Id)
        .all(tx)
        .await?)
}

/// Which subscriptions are to be warned of: those whose grace ends soon, once.
pub(super) fn is_due(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(subscription::Column::State.eq(SubscriptionState::Frozen))
        .add(subscription::Column::Warned.eq(false))
        .add(subscription::Column::DueAt.lte(now + BEFORE))
}

/// Warns of the end of a grace.
pub(super) async fn warn(tx: &Tx, mut row: subscription::Model) -> Result<()> {
    row.warned = true;
    store(tx, &row).await?;
    let left = expire::to_expire(tx, &row).await?;
    for admin in users::active_admins(tx, row.organization_id).await? {
        letters::grace_ending(tx, &admin, row.due_at.unwrap_or(tx.now()), left).await?;
    }
    Ok(())
}
