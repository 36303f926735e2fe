//! Writing events: one delivery for each webhook that wants to be told, in the act's own transaction.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{SecondsFormat, TimeDelta};
use lectern_contract::{
    DeliveryId, OrganizationId, WebhookId,
    hooks::{DeliveryState, HookEvent, VERSION, WebhookState},
};
use lectern_entities::{course, user, webhook, webhook_delivery};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::event::{Event, Names};
use crate::{fault::Result, tx::Tx};

/// How long a delivery is tried.
pub(super) const PATIENCE: TimeDelta = TimeDelta::days(1);
/// Rows of one statement: databases take a limited number of values.
const ROWS: usize = 500;

/// Who wants to be told.
#[derive(Debug)]
pub(crate) struct Listener {
    id: WebhookId,
    events: Vec<HookEvent>,
}

/// Tells the organization's webhooks of an event, with the act: what is rolled back was never told. Where nobody
/// listens it costs one look by an index, once in a transaction.
///
/// # Errors
/// The database's own.
pub async fn emit(tx: &Tx, event: Event<'_>) -> Result<()> {
    emit_all(tx, &[event]).await
}

/// The same for several events of one organization, in as few statements as one.
///
/// # Errors
/// The database's own.
pub(crate) async fn emit_all(tx: &Tx, events: &[Event<'_>]) -> Result<()> {
    let Some(first) = events.first() else { return Ok(()) };
    let listeners = listeners(tx, first.organization).await?;
    let wanted = |event: &&Event<'_>| listeners.iter().any(|one| one.events.contains(&event.kind()));
    let events: Vec<&Event<'_>> = events.iter().filter(wanted).collect();
    if events.is_empty() {
        return Ok(());
    }
    let names = names(tx, &events).await?;
    let mut rows = Vec::new();
    for event in events {
        let (id, body) = sheet(tx, event, &names);
        let told = listeners.iter().filter(|one| one.events.contains(&event.kind()));
        rows.extend(told.map(|one| row(tx, tx.new_id(), one.id, event, id, body.clone())));
    }
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(ROWS));
        tx.insert_all(rows).await?;
        rows = rest;
    }
    Ok(())
}

/// A test for one webhook, whatever it listens to.
///
/// # Errors
/// The database's own.
pub(super) async fn test(tx: &Tx, webhook: &webhook::Model) -> Result<DeliveryId> {
    let event = Event::test(webhook.organization_id);
    let (id, body) = sheet(tx, &event, &Names::default());
    let delivery = tx.new_id();
    tx.insert(row(tx, delivery, webhook.id, &event, id, body)).await?;
    Ok(delivery)
}

/// An event's id and exactly what is sent of it.
fn sheet(tx: &Tx, event: &Event<'_>, names: &Names) -> (Uuid, String) {
    let id: Uuid = tx.new_id::<DeliveryId>().into();
    let body = json!({
        "id": message_id(id),
        "type": event.kind(),
        "version": VERSION,
        "timestamp": tx.now().to_rfc3339_opts(SecondsFormat::Millis, true),
        "organization": event.organization,
        "data": event.data(names),
    });
    (id, body.to_string())
}

/// How an event is called outside: the same at every try, so that a second copy can be recognized.
pub(super) fn message_id(event: Uuid) -> String {
    format!("evt_{}", event.simple())
}

fn row(
    tx: &Tx,
    delivery: DeliveryId,
    webhook: WebhookId,
    event: &Event<'_>,
    id: Uuid,
    body: String,
) -> webhook_delivery::ActiveModel {
    webhook_delivery::ActiveModel {
        id: Set(delivery),
        organization_id: Set(event.organization),
        webhook_id: Set(webhook),
        event: Set(event.kind()),
        event_id: Set(id),
        body: Set(body),
        state: Set(DeliveryState::Waiting),
        attempts: Set(0),
        tries: Set(0),
        next_attempt_at: Set(Some(tx.now())),
        give_up_at: Set(tx.now() + PATIENCE),
        delivered_at: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}

/// Who listens in this organization, asked once in a transaction.
async fn listeners(tx: &Tx, organization: OrganizationId) -> Result<Arc<[Listener]>> {
    if let Some(known) = tx.known_listeners(organization) {
        return Ok(known);
    }
    let rows: Vec<(WebhookId, String)> = webhook::Entity::find()
        .select_only()
        .columns([webhook::Column::Id, webhook::Column::Events])
        .filter(webhook::Column::OrganizationId.eq(organization))
        .filter(webhook::Column::State.eq(WebhookState::Active))
        .into_tuple()
        .all(tx)
        .await?;
    let listener = |(id, events): (WebhookId, String)| Listener {
        id,
        events: parse(&events),
    };
    let listeners: Arc<[Listener]> = rows.into_iter().map(listener).collect();
    tx.remember_listeners(organization, listeners.clone());
    Ok(listeners)
}

/// The events of a row's text; a name that a newer portal wrote is passed over.
pub(super) fn parse(events: &str) -> Vec<HookEvent> {
    events.split(' ').filter_map(|name| name.parse().ok()).collect()
}

/// What the courses and people in these events are called.
async fn names(tx: &Tx, events: &[&Event<'_>]) -> Result<Names> {
    let (mut courses, mut users) = (BTreeSet::new(), BTreeSet::new());
    for (course, people) in events.iter().map(|event| event.names()) {
        courses.extend(course);
        users.extend(people);
    }
    let mut names = Names::default();
    if !courses.is_empty() {
        let select = course::Entity::find().select_only();
        let select = select.columns([course::Column::Id, course::Column::Title]);
        let rows: Vec<(_, _)> = select
            .filter(course::Column::Id.is_in(courses))
            .into_tuple()
            .all(tx)
            .await?;
        names.courses = rows.into_iter().collect();
    }
    if !users.is_empty() {
        let select = user::Entity::find().select_only();
        let select = select.columns([user::Column::Id, user::Column::Name, user::Column::Email]);
        let rows: Vec<(_, String, String)> = select
            .filter(user::Column::Id.is_in(users))
            .into_tuple()
            .all(tx)
            .await?;
        names.users = rows.into_iter().map(|(id, name, email)| (id, (name, email))).collect();
    }
    Ok(names)
}
