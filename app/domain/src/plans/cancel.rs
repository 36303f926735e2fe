//! Cancel: the subscription runs until its period ends, or lapses at once. Until then it can be resumed.

use lectern_contract::{Refusal, Role, SubscriptionId, plans::SubscriptionState};
use serde_json::json;

use super::{
    keep,
    rounds::{catch_up, lapse, store},
};
use crate::{actor::Actor, audit, fault::Result, once::once, tx::Tx};

/// Cancels a subscription: at the end of its period, or `now`, for example because it was not paid. A change of plan
/// that waited is dropped.
///
/// # Errors
/// `NotFound` unless an admin asks for a subscription of the organization; `SubscriptionIs` frozen, ended, or
/// canceled before; `KeyReused`.
pub async fn cancel(tx: &Tx, actor: &Actor, key: &str, id: SubscriptionId, now: bool) -> Result<()> {
    actor.require(Role::Admin)?;
    once(tx, actor, key, "subscription.cancel", (id, now), async {
        let mut row = keep(tx, actor.organization, id).await?;
        match row.state {
            SubscriptionState::Active => {}
            SubscriptionState::Canceled if now => {}
            state => return Err(Refusal::SubscriptionIs(state).into()),
        }
        let was = json!({ "state": row.state, "next_plan": row.next_plan_id });
        row.state = SubscriptionState::Canceled;
        row.next_plan_id = None;
        let is = json!({ "state": row.state, "next_plan": row.next_plan_id, "at_once": now });
        audit::change(
            tx,
            &actor.author(),
            "subscription.cancel",
            "subscription",
            id,
            (was, is),
        )
        .await?;
        if now {
            let row = lapse(tx, &actor.author(), row, tx.now()).await?;
            // Without a grace the credits expire here.
            catch_up(tx, row).await.map(drop)
        } else {
            store(tx, &row).await
        }
    })
    .await
}

/// Takes a cancellation back while the period runs.
///
/// # Errors
/// `NotFound`; `SubscriptionIs` where it is not canceled.
pub async fn resume(tx: &Tx, actor: &Actor, id: SubscriptionId) -> Result<()> {
    actor.require(Role::Admin)?;
    let mut row = keep(tx, actor.organization, id).await?;
    if row.state != SubscriptionState::Canceled {
        return Err(Refusal::SubscriptionIs(row.state).into());
    }
    let was = json!({ "state": row.state });
    row.state = SubscriptionState::Active;
    store(tx, &row).await?;
    let both = (was, json!({ "state": row.state }));
    audit::change(tx, &actor.author(), "subscription.resume", "subscription", id, both).await
}
