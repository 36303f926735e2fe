//! Setting webhooks up and changing them; an admin's acts, each in the audit log.

use chrono::{DateTime, Utc};
use lectern_contract::{
    Refusal, Role, WebhookId,
    hooks::{HookEvent, OVERLAP, WebhookState},
    limits,
    refusal::{Field, WebhookProblem},
};
use lectern_entities::{organization, webhook};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::json;

use super::{keep, secret, url};
use crate::{
    actor::Actor,
    audit,
    fault::{Error, Result},
    once::once,
    secrets,
    tx::Tx,
};

/// What the form holds.
#[derive(Clone, Debug, serde::Serialize)]
pub struct WebhookForm {
    /// Where it is told.
    pub url: String,
    /// What of.
    pub events: Vec<HookEvent>,
}

impl WebhookForm {
    /// The address, and the names of the events in their own order, each once.
    fn clean(&self, tx: &Tx) -> Result<(String, String)> {
        let url = url::clean(&self.url, tx.portal().settings().webhooks_private)?;
        let chosen: Vec<&str> = HookEvent::choices()
            .filter(|event| self.events.contains(event))
            .map(HookEvent::as_str)
            .collect();
        if chosen.is_empty() {
            return Err(Refusal::Missing(Field::Events).into());
        }
        Ok((url.into(), chosen.join(" ")))
    }
}

/// Sets a webhook up. Its secret is shown to `session` alone, until it is kept.
///
/// # Errors
/// `NotFound` unless an admin asks; `Missing`, `TooLong`, `Malformed` and [`WebhookProblem`]s of the address; `Missing`
/// without an event; [`WebhookProblem::TooMany`]; `KeyReused`.
pub async fn create(tx: &Tx, actor: &Actor, key: &str, session: &str, form: &WebhookForm) -> Result<WebhookId> {
    actor.require(Role::Admin)?;
    let (url, events) = form.clean(tx)?;
    let work = insert(tx, actor, session, url, events);
    Box::pin(once(tx, actor, key, "webhook.create", form, work)).await
}

async fn insert(tx: &Tx, actor: &Actor, session: &str, url: String, events: String) -> Result<WebhookId> {
    // Of two that would be one too many the second waits here for the first.
    let home = organization::Entity::find_by_id(actor.organization);
    tx.keep(home).one(tx).await?;
    let there = webhook::Entity::find()
        .filter(webhook::Column::OrganizationId.eq(actor.organization))
        .filter(webhook::Column::State.ne(WebhookState::Deleted));
    if there.count(tx).await? >= limits::WEBHOOKS {
        return Err(Refusal::Webhook(WebhookProblem::TooMany).into());
    }
    let id: WebhookId = tx.new_id();
    let after = json!({ "url": url, "events": events });
    tx.insert(webhook::ActiveModel {
        id: Set(id),
        organization_id: Set(actor.organization),
        url: Set(url),
        events: Set(events),
        state: Set(WebhookState::Active),
        secret: Set(secret::fresh(tx.portal(), id)?),
        old_secret: Set(None),
        old_until: Set(None),
        shown_to: Set(Some(secrets::hash(session))),
        secret_at: Set(tx.now()),
        failing_since: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
    .await?;
    audit::note(tx, &actor.author(), "webhook.create", "webhook", id, after).await?;
    Ok(id)
}

/// Changes where a webhook is told, and what of. Deliveries that wait go to the new address.
///
/// # Errors
/// `NotFound`; problems of the form, as [`create`].
pub async fn edit(tx: &Tx, actor: &Actor, id: WebhookId, form: &WebhookForm) -> Result<()> {
    actor.require(Role::Admin)?;
    let row = keep(tx, actor.organization, id).await?;
    let (url, events) = form.clean(tx)?;
    let before = json!({ "url": row.url, "events": row.events });
    let after = json!({ "url": url, "events": events });
    if before == after {
        return Ok(());
    }
    let change = webhook::ActiveModel {
        url: Set(url),
        events: Set(events),
        ..changed(tx, id)
    };
    change.update(tx).await?;
    note(tx, actor, "webhook.edit", id, Some(&before), Some(&after)).await
}

/// The secret was kept: it is not shown again.
///
/// # Errors
/// `NotFound`.
pub async fn keep_secret(tx: &Tx, actor: &Actor, id: WebhookId) -> Result<()> {
    actor.require(Role::Admin)?;
    keep(tx, actor.organization, id).await?;
    let change = webhook::ActiveModel {
        shown_to: Set(None),
        ..changed(tx, id)
    };
    change.update(tx).await?;
    Ok(())
}

/// Makes a new secret, shown to `session` alone until it is kept. The one before signs too for [`OVERLAP`] more, so
/// that receivers can be changed without missing anything; one before that does no more.
///
/// # Errors
/// `NotFound`; `KeyReused`.
pub async fn rotate(tx: &Tx, actor: &Actor, key: &str, session: &str, id: WebhookId) -> Result<()> {
    actor.require(Role::Admin)?;
    let work = async {
        let row = keep(tx, actor.organization, id).await?;
        // One that cannot be opened any more signs nothing either.
        let opens = secret::open(tx.secret(), id, &row.secret).is_ok();
        let change = webhook::ActiveModel {
            secret: Set(secret::fresh(tx.portal(), id)?),
            old_secret: Set(opens.then_some(row.secret)),
            old_until: Set(opens.then(|| tx.now() + OVERLAP)),
            shown_to: Set(Some(secrets::hash(session))),
            secret_at: Set(tx.now()),
            ..changed(tx, id)
        };
        change.update(tx).await?;
        note(tx, actor, "webhook.rotate", id, None, None).await
    };
    Box::pin(once(tx, actor, key, "webhook.rotate", id, work)).await
}

/// Tells a webhook nothing from now on: events that happen meanwhile are not written for it, and deliveries that wait
/// go on waiting. Pausing a paused one changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn pause(tx: &Tx, actor: &Actor, id: WebhookId) -> Result<()> {
    set_state(tx, actor, id, WebhookState::Paused, "webhook.pause").await
}

/// Tells a webhook of events again, and sends what has waited.
///
/// # Errors
/// `NotFound`.
pub async fn resume(tx: &Tx, actor: &Actor, id: WebhookId) -> Result<()> {
    set_state(tx, actor, id, WebhookState::Active, "webhook.resume").await
}

async fn set_state(tx: &Tx, actor: &Actor, id: WebhookId, state: WebhookState, act: &'static str) -> Result<()> {
    actor.require(Role::Admin)?;
    let row = keep(tx, actor.organization, id).await?;
    if row.state.is_active() == state.is_active() {
        return Ok(());
    }
    let change = webhook::ActiveModel {
        state: Set(state),
        failing_since: Set(None),
        ..changed(tx, id)
    };
    change.update(tx).await?;
    let (before, after) = (json!({ "state": row.state }), json!({ "state": state }));
    note(tx, actor, act, id, Some(&before), Some(&after)).await
}

/// Deletes a webhook, its secrets at once: nothing more is sent, also not what waits. Its log is gone for people and
/// is cleaned up in its time.
///
/// # Errors
/// `NotFound`.
pub async fn delete(tx: &Tx, actor: &Actor, id: WebhookId) -> Result<()> {
    actor.require(Role::Admin)?;
    let row = keep(tx, actor.organization, id).await?;
    let change = webhook::ActiveModel {
        state: Set(WebhookState::Deleted),
        secret: Set(String::new()),
        old_secret: Set(None),
        old_until: Set(None),
        shown_to: Set(None),
        ..changed(tx, id)
    };
    change.update(tx).await?;
    let before = json!({ "state": row.state, "url": row.url, "events": row.events });
    let after = json!({ "state": WebhookState::Deleted });
    note(tx, actor, "webhook.delete", id, Some(&before), Some(&after)).await
}

/// The webhooks of an organization, oldest first.
pub(super) fn all(actor: &Actor) -> sea_orm::Select<webhook::Entity> {
    webhook::Entity::find()
        .filter(webhook::Column::OrganizationId.eq(actor.organization))
        .filter(webhook::Column::State.ne(WebhookState::Deleted))
        .order_by_asc(webhook::Column::Id)
}

fn changed(tx: &Tx, id: WebhookId) -> webhook::ActiveModel {
    let at: DateTime<Utc> = tx.now();
    webhook::ActiveModel {
        id: Set(id),
        updated_at: Set(at),
        ..Default::default()
    }
}

async fn note(
    tx: &Tx,
    actor: &Actor,
    act: &'static str,
    id: WebhookId,
    before: Option<&serde_json::Value>,
    after: Option<&serde_json::Value>,
) -> Result<(), Error> {
    let entry = audit::Entry {
        act,
        subject: "webhook",
        id: Some(id.0),
        before,
        after,
    };
    audit::write(tx, &actor.author(), entry).await
}
