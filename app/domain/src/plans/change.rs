//! Another plan: more credits at once, fewer with the next renewal.

use chrono::{DateTime, Utc};
use lectern_contract::{
    PlanId, Refusal, Role, SubscriptionId,
    plans::{Effect, SubscriptionState},
};
use lectern_entities::{plan, subscription};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{find, keep, lots, on_offer, rounds::store, share};
use crate::{
    actor::Actor,
    audit,
    fault::{Error, Result},
    once::once,
    tx::Tx,
};

/// Changes the subscription's plan; answers what that did.
///
/// More credits a year under the same billing: at once, with ⌊(new − old) · rest / length⌋ credits for the rest of
/// the period, where new and old are what each plan grants in this whole period. Everything else waits for the next
/// renewal. Choosing the plan in force drops a change that waits.
///
/// # Errors
/// `NotFound` unless an admin asks; `PlanArchived`; `SubscriptionIs` where it is not active; `KeyReused`.
pub async fn change(tx: &Tx, actor: &Actor, key: &str, id: SubscriptionId, plan: PlanId) -> Result<Effect> {
    actor.require(Role::Admin)?;
    once(tx, actor, key, "subscription.change", (id, plan), async {
        let mut row = keep(tx, actor.organization, id).await?;
        if row.state != SubscriptionState::Active {
            return Err(Refusal::SubscriptionIs(row.state).into());
        }
        let plan = chosen(tx, actor, &row, plan).await?;
        let before = terms(tx, &row).await?;
        let effect = effect(tx, &row, &plan, tx.now()).await?;
        row.next_plan_id = matches!(effect, Effect::AtRenewal(_)).then_some(plan.id);
        if let Effect::Now { amount, more, .. } = effect {
            (row.plan_id, row.credits, row.changes) = (plan.id, plan.credits, row.changes + 1);
            let reason = format!(
                "Upgrade to plan {}: {more} more in this period, of which {amount} are for its rest",
                plan.name
            );
            lots::grant(tx, &actor.author(), &row, amount, &reason).await?;
        }
        store(tx, &row).await?;
        let mut after = terms(tx, &row).await?;
        after["effect"] = json!(effect);
        let both = (before, after);
        audit::change(tx, &actor.author(), "subscription.change", "subscription", id, both).await?;
        Ok(effect)
    })
    .await
}

/// What a change of plan can change, for the audit log.
async fn terms(tx: &Tx, row: &subscription::Model) -> Result<Value> {
    let plan = find(tx, row.organization_id, row.plan_id).await?.name;
    let next = match row.next_plan_id {
        Some(next) => Some(find(tx, row.organization_id, next).await?.name),
        None => None,
    };
    Ok(json!({ "plan": plan, "credits": row.credits, "next_plan": next }))
}

/// A plan on offer, or the one in force, which may be archived.
async fn chosen(tx: &Tx, actor: &Actor, row: &subscription::Model, plan: PlanId) -> Result<plan::Model> {
    if plan == row.plan_id {
        find(tx, actor.organization, plan).await
    } else {
        on_offer(tx, actor.organization, plan).await
    }
}

/// What changing to a plan would do now.
pub(super) async fn effect(
    db: &impl ConnectionTrait,
    row: &subscription::Model,
    plan: &plan::Model,
    now: DateTime<Utc>,
) -> Result<Effect> {
    let until = row
        .due_at
        .ok_or_else(|| Error::fault("a live subscription that is never due"))?;
    let same_terms = (plan.credits, plan.billing) == (row.credits, row.billing);
    if plan.id == row.plan_id && (same_terms || plan.state == lectern_contract::plans::PlanState::Archived) {
        return Ok(Effect::Keep);
    }
    if plan.billing != row.billing || plan.credits <= row.credits {
        return Ok(Effect::AtRenewal(until));
    }
    let old = share(db, row, row.period, row.credits).await?.amount;
    let more = share(db, row, row.period, plan.credits).await?.amount - old;
    Ok(Effect::Now {
        amount: share::of_rest(more, row.period_at, until, now),
        more,
        until,
    })
}
