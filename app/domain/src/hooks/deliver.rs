//! The job's side: what is due is taken by a lease, so that two processes share the work; a crash gives it back.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    DeliveryId, OrganizationId, WebhookId,
    hooks::{DeliveryState, WebhookState},
};
use lectern_entities::{webhook, webhook_delivery};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, LockBehavior, LockType},
};
use serde_json::json;

use super::{emit::message_id, secret::signatures};
use crate::{
    actor::Author,
    audit,
    fault::{Error, Result},
    portal::Portal,
    tx::Tx,
};

/// An attempt belongs to its sender this long: well above the time one may take.
const LEASE: TimeDelta = TimeDelta::minutes(1);
/// Attempts on their way to one webhook at once, over all processes. One that stalls keeps these, not the others'.
const AT_ONCE: u64 = 4;

/// An attempt ready for the wire.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The delivery.
    pub delivery: DeliveryId,
    /// Whose it is.
    pub webhook: WebhookId,
    pub(super) organization: OrganizationId,
    /// Counts the delivery's attempts, from 1.
    pub number: i32,
    pub(super) tries: i32,
    pub(super) give_up_at: DateTime<Utc>,
    /// Where to.
    pub url: String,
    /// `webhook-id`: the event's, the same at every attempt.
    pub id: String,
    /// `webhook-timestamp`: seconds since 1970, of this attempt.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    /// The body, exactly as signed.
    pub body: String,
}

/// Takes up to `most` attempts that are due, a few of each webhook.
///
/// # Errors
/// The database's own.
pub async fn take_due(portal: &Portal, most: usize) -> Result<Vec<Outgoing>> {
    // A look first: nothing is written while there is nothing to do.
    if most == 0 || ready(portal.now()).one(portal.reader()).await?.is_none() {
        return Ok(vec![]);
    }
    let tx = portal.begin().await?;
    let ready = ready(tx.now());
    let ready = match tx.get_database_backend() {
        DbBackend::Postgres => ready.lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked),
        _ => ready,
    };
    let mut webhooks = ready.all(&tx).await?;
    // Where there is not room for all, another one is first each time.
    let turn = usize::from(portal.chance().bytes()[0]) % webhooks.len().max(1);
    webhooks.rotate_left(turn);
    let mut taken = Vec::new();
    for webhook in &webhooks {
        let room = most.saturating_sub(taken.len()) as u64;
        taken.extend(take(&tx, webhook, room).await?);
    }
    tx.commit().await?;
    Ok(taken)
}

/// Active webhooks with something due.
fn ready(now: DateTime<Utc>) -> Select<webhook::Entity> {
    let due = webhook_delivery::Entity::find()
        .select_only()
        .column(webhook_delivery::Column::Id)
        .filter(
            Expr::col((webhook_delivery::Entity, webhook_delivery::Column::WebhookId))
                .equals((webhook::Entity, webhook::Column::Id)),
        )
        .filter(due(now))
        .into_query();
    webhook::Entity::find()
        .filter(webhook::Column::State.eq(WebhookState::Active))
        .filter(Expr::exists(due))
        .order_by_asc(webhook::Column::Id)
}

/// What may be taken: what waits for its time, and what somebody took and never told of. Settled ones have no time;
/// an index holds the others.
fn due(now: DateTime<Utc>) -> Expr {
    webhook_delivery::Column::NextAttemptAt.lte(now)
}

/// Takes what is due of one webhook, which nobody else takes from meanwhile.
async fn take(tx: &Tx, webhook: &webhook::Model, room: u64) -> Result<Vec<Outgoing>> {
    let its = || webhook_delivery::Entity::find().filter(webhook_delivery::Column::WebhookId.eq(webhook.id));
    let under_way = its()
        .filter(webhook_delivery::Column::State.eq(DeliveryState::Sending))
        .filter(webhook_delivery::Column::NextAttemptAt.gt(tx.now()))
        .filter(webhook_delivery::Column::NextAttemptAt.lte(tx.now() + LEASE));
    let under_way = under_way.count(tx).await?;
    let room = Ord::min(room, AT_ONCE.saturating_sub(under_way));
    if room == 0 {
        return Ok(vec![]);
    }
    let rows = its()
        .filter(due(tx.now()))
        .order_by_asc(webhook_delivery::Column::NextAttemptAt)
        .order_by_asc(webhook_delivery::Column::Id)
        .limit(room)
        .all(tx)
        .await?;
    let outgoing: Result<Vec<Outgoing>> = rows.iter().map(|row| outgoing(tx, webhook, row)).collect();
    let outgoing = match outgoing {
        Ok(outgoing) => outgoing,
        Err(error) => return cannot_sign(tx, webhook, &error).await,
    };
    let one_more = |column| Expr::col(column).add(1);
    webhook_delivery::Entity::update_many()
        .col_expr(webhook_delivery::Column::State, Expr::value(DeliveryState::Sending))
        .col_expr(
            webhook_delivery::Column::Attempts,
            one_more(webhook_delivery::Column::Attempts),
        )
        .col_expr(
            webhook_delivery::Column::Tries,
            one_more(webhook_delivery::Column::Tries),
        )
        .col_expr(webhook_delivery::Column::NextAttemptAt, Expr::value(tx.now() + LEASE))
        .col_expr(webhook_delivery::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(webhook_delivery::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(tx)
        .await?;
    Ok(outgoing)
}

fn outgoing(tx: &Tx, webhook: &webhook::Model, row: &webhook_delivery::Model) -> Result<Outgoing> {
    let id = message_id(row.event_id);
    let signature = signatures(tx.secret(), webhook, tx.now(), &id, &row.body)?;
    Ok(Outgoing {
        delivery: row.id,
        webhook: webhook.id,
        organization: webhook.organization_id,
        number: row.attempts + 1,
        tries: row.tries + 1,
        give_up_at: row.give_up_at,
        url: webhook.url.clone(),
        id,
        timestamp: tx.now().timestamp(),
        signature,
        body: row.body.clone(),
    })
}

/// A secret that was sealed with another key than the portal's signs nothing: the webhook is paused until somebody
/// makes a new one, and the others go on.
async fn cannot_sign(tx: &Tx, webhook: &webhook::Model, error: &Error) -> Result<Vec<Outgoing>> {
    tracing::error!(%error, webhook = %webhook.id, "a webhook was paused: nothing can be signed for it");
    webhook::Entity::update_many()
        .col_expr(webhook::Column::State, Expr::value(WebhookState::Paused))
        .col_expr(webhook::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(webhook::Column::Id.eq(webhook.id))
        .exec(tx)
        .await?;
    let clock = Author::clock(webhook.organization_id);
    let is = json!({ "state": WebhookState::Paused, "why": "secret cannot be opened" });
    let both = (json!({ "state": webhook.state }), is);
    audit::change(tx, &clock, "webhook.pause", "webhook", webhook.id, both).await?;
    Ok(vec![])
}
