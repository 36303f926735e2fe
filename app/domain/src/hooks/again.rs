//! Sending by hand: a delivery once more, and a test.

use lectern_contract::{
    DeliveryId, Refusal, Role, WebhookId,
    hooks::{DeliveryState, HookEvent},
    refusal::WebhookProblem,
};
use lectern_entities::{webhook, webhook_delivery};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{
    emit::{self, PATIENCE},
    keep,
};
use crate::{actor::Actor, audit, fault::Result, tx::Tx};

/// Sends a delivery once more, at once and for another day, whatever became of it; its id stays the same. One that is
/// being sent at this moment is left alone.
///
/// # Errors
/// `NotFound`; [`WebhookProblem::Paused`].
pub async fn send_again(tx: &Tx, actor: &Actor, id: DeliveryId) -> Result<()> {
    actor.require(Role::Admin)?;
    let found = webhook_delivery::Entity::find_by_id(id)
        .filter(webhook_delivery::Column::OrganizationId.eq(actor.organization))
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    active(tx, actor, found.webhook_id).await?;
    let queued = webhook_delivery::Entity::update_many()
        .col_expr(webhook_delivery::Column::State, Expr::value(DeliveryState::Waiting))
        .col_expr(webhook_delivery::Column::Tries, Expr::value(0))
        .col_expr(webhook_delivery::Column::NextAttemptAt, Expr::value(tx.now()))
        .col_expr(webhook_delivery::Column::GiveUpAt, Expr::value(tx.now() + PATIENCE))
        .col_expr(
            webhook_delivery::Column::DeliveredAt,
            Expr::value(None::<chrono::DateTime<chrono::Utc>>),
        )
        .col_expr(webhook_delivery::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(webhook_delivery::Column::Id.eq(id))
        .filter(webhook_delivery::Column::State.ne(DeliveryState::Sending))
        .exec(tx)
        .await?;
    let state = match queued.rows_affected {
        0 => found.state,
        _ => DeliveryState::Waiting,
    };
    let both = (json!({ "state": found.state }), json!({ "state": state }));
    audit::change(tx, &actor.author(), "webhook.send_again", "delivery", id, both).await
}

/// Sends a test ([`HookEvent::Test`]) to a webhook.
///
/// # Errors
/// `NotFound`; [`WebhookProblem::Paused`].
pub async fn test(tx: &Tx, actor: &Actor, id: WebhookId) -> Result<DeliveryId> {
    actor.require(Role::Admin)?;
    let webhook = active(tx, actor, id).await?;
    let delivery = emit::test(tx, &webhook).await?;
    audit::note(tx, &actor.author(), "webhook.test", "webhook", id, HookEvent::Test).await?;
    Ok(delivery)
}

async fn active(tx: &Tx, actor: &Actor, id: WebhookId) -> Result<webhook::Model> {
    let webhook = keep(tx, actor.organization, id).await?;
    if webhook.state.is_active() {
        Ok(webhook)
    } else {
        Err(Refusal::Webhook(WebhookProblem::Paused).into())
    }
}
