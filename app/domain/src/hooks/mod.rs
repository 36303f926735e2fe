//! Webhooks: other programs are told what happened. An event is written in the act's own transaction, as one delivery
//! for each endpoint that asked for it; a job sends them afterwards. At least once, in no promised order.
//!
//! Signatures follow Standard Webhooks (<https://www.standardwebhooks.com>).

pub mod address;
pub mod again;
pub mod deliver;
mod emit;
pub mod endpoints;
mod event;
pub mod note;
pub mod schedule;
pub mod secret;
pub mod sweep;
pub mod url;
pub mod view;

pub use emit::emit;
pub(crate) use emit::{Listener, emit_all};
pub use event::{Event, Income, LowBalance, Registered};

use lectern_contract::{OrganizationId, Refusal, WebhookId, hooks::WebhookState};
use lectern_entities::webhook;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};

use crate::{fault::Result, tx::Tx};

fn of(organization: OrganizationId, id: WebhookId) -> Select<webhook::Entity> {
    webhook::Entity::find_by_id(id)
        .filter(webhook::Column::OrganizationId.eq(organization))
        .filter(webhook::Column::State.ne(WebhookState::Deleted))
}

/// A webhook of the organization.
///
/// # Errors
/// `NotFound`.
async fn find(db: &impl ConnectionTrait, organization: OrganizationId, id: WebhookId) -> Result<webhook::Model> {
    Ok(of(organization, id).one(db).await?.ok_or(Refusal::NotFound)?)
}

/// The same, and nobody else changes it until the act is done. Whoever changes deliveries, too, locks their webhook
/// first, so that no two wait for one another.
///
/// # Errors
/// `NotFound`.
async fn keep(tx: &Tx, organization: OrganizationId, id: WebhookId) -> Result<webhook::Model> {
    let row = tx.keep(of(organization, id)).one(tx).await?;
    Ok(row.ok_or(Refusal::NotFound)?)
}
