//! What an admin sees of webhooks.

use chrono::TimeDelta;
use lectern_contract::{
    DeliveryId, Refusal, Role, WebhookId,
    hooks::{DeliveryAttempt, DeliveryLog, DeliveryRow, DeliveryState, DeliveryView, Webhook, WebhookView},
    limits,
};
use lectern_entities::{webhook, webhook_attempt, webhook_delivery};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{emit::parse, endpoints, find, secret};
use crate::{actor::Actor, fault::Result, portal::Portal, secrets};

/// How long a new secret is shown.
const SHOWN: TimeDelta = TimeDelta::minutes(15);

/// The organization's webhooks, oldest first.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<Webhook>> {
    actor.require(Role::Admin)?;
    let rows = endpoints::all(actor).all(db).await?;
    Ok(rows.into_iter().map(told).collect())
}

/// One webhook. Its secret is shown to the session that made it alone, until it is kept and for a quarter of an hour.
///
/// # Errors
/// `NotFound`; a fault where the portal's secret key is another than it was sealed with.
pub async fn show(portal: &Portal, actor: &Actor, id: WebhookId, session: &str) -> Result<WebhookView> {
    actor.require(Role::Admin)?;
    let row = find(portal.reader(), actor.organization, id).await?;
    let shown =
        row.shown_to.as_deref() == Some(secrets::hash(session).as_str()) && portal.now() - row.secret_at < SHOWN;
    let secret = match shown {
        true => Some(secret::text(&secret::open(portal.secret(), id, &row.secret)?)),
        false => None,
    };
    let waiting = webhook_delivery::Entity::find()
        .filter(webhook_delivery::Column::WebhookId.eq(id))
        .filter(webhook_delivery::Column::NextAttemptAt.is_not_null())
        .count(portal.reader())
        .await?;
    Ok(WebhookView {
        webhook: told(row),
        secret,
        waiting,
    })
}

/// A page of a webhook's deliveries, newest first: those older than `before`, or the newest.
///
/// # Errors
/// `NotFound`.
pub async fn log(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: WebhookId,
    state: Option<DeliveryState>,
    before: Option<DeliveryId>,
) -> Result<DeliveryLog> {
    actor.require(Role::Admin)?;
    find(db, actor.organization, id).await?;
    let mut select = webhook_delivery::Entity::find().filter(webhook_delivery::Column::WebhookId.eq(id));
    if let Some(state) = state {
        select = select.filter(webhook_delivery::Column::State.eq(state));
    }
    if let Some(before) = before {
        select = select.filter(webhook_delivery::Column::Id.lt(before));
    }
    // One more than is shown says whether there are older ones.
    let mut rows = select
        .order_by_desc(webhook_delivery::Column::Id)
        .limit(limits::PAGE + 1)
        .all(db)
        .await?;
    let is_last = rows.len() as u64 <= limits::PAGE;
    rows.truncate(usize::try_from(limits::PAGE).unwrap_or(usize::MAX));
    let older = rows.last().map(|row| row.id).filter(|_| !is_last);
    Ok(DeliveryLog {
        rows: rows.iter().map(line).collect(),
        older,
    })
}

/// One delivery with exactly what is sent, and its attempts.
///
/// # Errors
/// `NotFound`.
pub async fn delivery(db: &impl ConnectionTrait, actor: &Actor, id: DeliveryId) -> Result<DeliveryView> {
    actor.require(Role::Admin)?;
    let row = webhook_delivery::Entity::find_by_id(id)
        .filter(webhook_delivery::Column::OrganizationId.eq(actor.organization))
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let webhook = find(db, actor.organization, row.webhook_id).await?;
    let attempts = webhook_attempt::Entity::find()
        .filter(webhook_attempt::Column::DeliveryId.eq(id))
        .order_by_desc(webhook_attempt::Column::Number)
        .all(db)
        .await?;
    Ok(DeliveryView {
        row: line(&row),
        webhook: told(webhook),
        body: row.body,
        attempts: attempts.into_iter().map(attempt).collect(),
    })
}

fn told(row: webhook::Model) -> Webhook {
    Webhook {
        id: row.id,
        url: row.url,
        events: parse(&row.events),
        state: row.state,
        failing_since: row.failing_since,
        secret_at: row.secret_at,
        old_until: row.old_until,
        created: row.created_at,
    }
}

const fn line(row: &webhook_delivery::Model) -> DeliveryRow {
    DeliveryRow {
        id: row.id,
        event: row.event,
        state: row.state,
        attempts: row.attempts,
        next_attempt: row.next_attempt_at,
        created: row.created_at,
        delivered: row.delivered_at,
    }
}

fn attempt(row: webhook_attempt::Model) -> DeliveryAttempt {
    DeliveryAttempt {
        id: row.id,
        number: row.number,
        status: row.status.and_then(|status| u16::try_from(status).ok()),
        problem: row.problem,
        answer: row.answer,
        millis: row.millis,
        at: row.created_at,
    }
}
