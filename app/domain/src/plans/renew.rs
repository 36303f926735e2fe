//! Renew a lapsed subscription within its grace: credits can be spent again, and a new period begins.

use lectern_contract::{Refusal, Role, SubscriptionId, plans::SubscriptionState};
use serde_json::json;

use super::{keep, rounds::begin, share};
use crate::{actor::Actor, audit, fault::Result, once::once, tx::Tx};

/// Renews; answers how many credits the new period granted. Now is the new anchor: the time that was not paid for is
/// not granted for, and a monthly plan begins with the first of its twelve parts again.
///
/// # Errors
/// `NotFound` unless an admin asks for a subscription of the organization; `SubscriptionIs` where it is not frozen,
/// or ended because the grace is over; `KeyReused`.
pub async fn renew(tx: &Tx, actor: &Actor, key: &str, id: SubscriptionId) -> Result<i64> {
    actor.require(Role::Admin)?;
    once(tx, actor, key, "subscription.renew", id, async {
        let mut row = keep(tx, actor.organization, id).await?;
        if row.state != SubscriptionState::Frozen {
            return Err(Refusal::SubscriptionIs(row.state).into());
        }
        let was = json!({ "state": row.state, "period": row.period });
        row.state = SubscriptionState::Active;
        row.warned = false;
        row.period += 1;
        (row.anchor_at, row.anchor_period) = (tx.now(), row.period);
        (row.period_at, row.changes) = (tx.now(), 0);
        let amount = share(tx, &row, row.period, row.credits).await?.amount;
        let both = (was, json!({ "state": row.state, "period": row.period }));
        audit::change(tx, &actor.author(), "subscription.renew", "subscription", id, both).await?;
        begin(tx, &actor.author(), row).await?;
        Ok(amount)
    })
    .await
}
