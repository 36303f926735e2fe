//! Subscribe: the first period begins now and grants at once.

use lectern_contract::{PlanId, Refusal, Role, SubscriptionId, plans::SubscriptionState};
use lectern_entities::subscription;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

use super::{live_of, lots, on_offer, rounds};
use crate::{actor::Actor, audit, fault::Result, once::once, tx::Tx};

/// Subscribes the organization to a plan; answers how many credits were granted. Now is the anchor: periods begin
/// on this day and hour of the organization's own calendar.
///
/// # Errors
/// `NotFound` unless an admin asks for a plan of the organization; `PlanArchived`; `AlreadySubscribed` while one is
/// not ended; `KeyReused`.
pub async fn subscribe(tx: &Tx, actor: &Actor, key: &str, plan: PlanId) -> Result<i64> {
    actor.require(Role::Admin)?;
    once(tx, actor, key, "subscription.begin", plan, async {
        // A subscription whose grace is over ends here, though the job may be late.
        if let Some(row) = tx.keep(live_of(actor.organization)).one(tx).await? {
            let row = rounds::catch_up(tx, row).await?;
            if row.state != SubscriptionState::Ended {
                return Err(Refusal::AlreadySubscribed.into());
            }
        }
        let plan = on_offer(tx, actor.organization, plan).await?;
        let id: SubscriptionId = tx.new_id();
        let row = subscription::Model {
            id,
            organization_id: actor.organization,
            plan_id: plan.id,
            next_plan_id: None,
            credits: plan.credits,
            billing: plan.billing,
            state: SubscriptionState::Active,
            anchor_at: tx.now(),
            anchor_period: 1,
            period: 1,
            period_at: tx.now(),
            changes: 0,
            due_at: Some(tx.now()),
            warned: false,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        if !tx
            .insert_unless_taken(row.clone().into_active_model().reset_all())
            .await?
        {
            return Err(Refusal::AlreadySubscribed.into());
        }
        let after = json!({ "plan": plan.name, "credits": plan.credits, "billing": plan.billing });
        audit::note(tx, &actor.author(), "subscription.begin", "subscription", id, after).await?;
        let row = rounds::begin(tx, &actor.author(), row).await?;
        Ok(lots::of(tx, row.id).await?.iter().map(|lot| lot.amount).sum())
    })
    .await
}
