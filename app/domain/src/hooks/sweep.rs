//! Cleaning up: deliveries are kept for 30 days.

use chrono::TimeDelta;
use lectern_contract::{DeliveryId, WebhookId, hooks::WebhookState};
use lectern_entities::{webhook, webhook_attempt, webhook_delivery};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr};

use crate::{fault::Result, tx::Tx};

/// How long a delivery is kept, whatever became of it.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// Deliveries removed in one transaction, so that people's acts are not kept waiting.
const AT_ONCE: u64 = 200;

/// Removes old deliveries with their attempts, a few hundred at a time, and deleted webhooks that have none left;
/// answers how many deliveries.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &Tx) -> Result<usize> {
    let old: Vec<DeliveryId> = webhook_delivery::Entity::find()
        .select_only()
        .column(webhook_delivery::Column::Id)
        .filter(webhook_delivery::Column::CreatedAt.lt(tx.now() - KEPT))
        .order_by_asc(webhook_delivery::Column::CreatedAt)
        .limit(AT_ONCE)
        .into_tuple()
        .all(tx)
        .await?;
    if !old.is_empty() {
        webhook_attempt::Entity::delete_many()
            .filter(webhook_attempt::Column::DeliveryId.is_in(old.clone()))
            .exec(tx)
            .await?;
        webhook_delivery::Entity::delete_many()
            .filter(webhook_delivery::Column::Id.is_in(old.clone()))
            .exec(tx)
            .await?;
    }
    forget_deleted(tx).await?;
    Ok(old.len())
}

/// A webhook deleted so long ago that no act that still saw it can be under way.
async fn forget_deleted(tx: &Tx) -> Result<()> {
    let its = webhook_delivery::Entity::find()
        .select_only()
        .column(webhook_delivery::Column::Id)
        .filter(
            Expr::col((webhook_delivery::Entity, webhook_delivery::Column::WebhookId))
                .equals((webhook::Entity, webhook::Column::Id)),
        )
        .into_query();
    let empty: Vec<WebhookId> = webhook::Entity::find()
        .select_only()
        .column(webhook::Column::Id)
        .filter(webhook::Column::State.eq(WebhookState::Deleted))
        .filter(webhook::Column::UpdatedAt.lt(tx.now() - KEPT))
        .filter(Expr::exists(its).not())
        .into_tuple()
        .all(tx)
        .await?;
    if !empty.is_empty() {
        webhook::Entity::delete_many()
            .filter(webhook::Column::Id.is_in(empty))
            .exec(tx)
            .await?;
    }
    Ok(())
}
