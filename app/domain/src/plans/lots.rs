//! Which credits are a plan's. Credits are alike, so the order in which they are spent decides.
//!
//! **Credits that can expire are spent first, the oldest grant first**; bought and hand-granted ones after them. A
//! credit that comes back (released, refunded) is what it was when it was spent. Holding is spending; correcting a
//! balance down takes from the plan's first, too. So what is left of the plan lies in its newest lots, wherever it
//! was allocated or assigned. What comes back after a plan ended stays: it had been spent in time.

use lectern_contract::{
    SubscriptionId,
    credits::{AccountKind, TransactionKind},
};
use lectern_entities::{lot, subscription};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::count::{Count, lines};
use crate::{
    actor::Author,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
    },
    fault::Result,
    tx::Tx,
};

/// Grants a lot to the pool, once by its key. Nothing happens where it is none.
pub(super) async fn grant(
    tx: &Tx,
    author: &Author,
    row: &subscription::Model,
    amount: i64,
    reason: &str,
) -> Result<()> {
    if amount <= 0 {
        return Ok(());
    }
    let key = match row.changes {
        0 => format!("grant:{}:{}", row.id, row.period),
        change => format!("grant:{}:{}:{change}", row.id, row.period),
    };
    let movement = Movement {
        kind: TransactionKind::Grant,
        key,
        author,
        reason,
        from: accounts::open(tx, row.organization_id, Which::Own(AccountKind::External)).await?,
        to: accounts::open(tx, row.organization_id, Which::Own(AccountKind::Pool)).await?,
        amount,
        course: None,
        invitation: None,
        registration: None,
        refunds: None,
        order: None,
    };
    let grant = ledger::post(tx, movement).await?;
    tx.insert(lot::ActiveModel {
        id: sea_orm::Set(tx.new_id()),
        organization_id: sea_orm::Set(row.organization_id),
        subscription_id: sea_orm::Set(row.id),
        period: sea_orm::Set(row.period),
        grant_id: sea_orm::Set(grant),
        amount: sea_orm::Set(amount),
        expired: sea_orm::Set(0),
        created_at: sea_orm::Set(tx.now()),
        updated_at: sea_orm::Set(tx.now()),
    })
    .await
}

/// A subscription's lots, oldest first.
pub(super) async fn of(db: &impl ConnectionTrait, subscription: SubscriptionId) -> Result<Vec<lot::Model>> {
    Ok(lot::Entity::find()
        .filter(lot::Column::SubscriptionId.eq(subscription))
        .order_by_asc(lot::Column::Period)
        .order_by_asc(lot::Column::Id)
        .all(db)
        .await?)
}

/// How many credits of a subscription are not spent: its movements since its beginning, read once in their order.
///
/// # Errors
/// The database's own.
pub async fn left(db: &impl ConnectionTrait, row: &subscription::Model) -> Result<i64> {
    let grants = of(db, row.id).await?.into_iter().map(|lot| lot.grant_id).collect();
    Ok(Count::of(grants, lines(db, row).await?))
}
