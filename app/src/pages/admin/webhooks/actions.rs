//! Server functions of webhooks.

use lectern_contract::{DeliveryId, Role, WebhookId, hooks::HookEvent, notice::Notice};
use lectern_domain::hooks::{
    again,
    endpoints::{self, WebhookForm},
};
use leptos::server;

use crate::{
    caller::{caller, caller_as, done},
    refusal::Refused,
};

/// Where a webhook's acts lead.
fn page(webhook: WebhookId) -> String {
    format!("/admin/webhooks/{webhook}")
}

/// Sets a webhook up and shows its secret.
#[server(prefix = "/do", endpoint = "create-webhook")]
pub async fn create_webhook(
    #[server(default)] url: String,
    #[server(default)] events: Vec<HookEvent>,
    key: String,
) -> Result<(), Refused> {
    let caller = caller_as(Role::Admin)?;
    let (session, form) = (caller.session.token(), WebhookForm { url, events });
    let tx = caller.portal.begin().await?;
    let webhook = endpoints::create(&tx, caller.actor(), &key, &session, &form).await?;
    tx.commit().await?;
    done(&page(webhook), Notice::WebhookCreated)
}

/// Changes where a webhook is told, and what of.
#[server(prefix = "/do", endpoint = "edit-webhook")]
pub async fn edit_webhook(
    webhook: WebhookId,
    #[server(default)] url: String,
    #[server(default)] events: Vec<HookEvent>,
) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    endpoints::edit(&tx, caller.actor(), webhook, &WebhookForm { url, events }).await?;
    tx.commit().await?;
    done(&page(webhook), Notice::Saved)
}

/// Shows a webhook's secret no more.
#[server(prefix = "/do", endpoint = "keep-webhook-secret")]
pub async fn keep_webhook_secret(webhook: WebhookId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    endpoints::keep_secret(&tx, caller.actor(), webhook).await?;
    tx.commit().await?;
    done(&page(webhook), Notice::WebhookSecretKept)
}

/// Makes a new secret and shows it.
#[server(prefix = "/do", endpoint = "rotate-webhook")]
pub async fn rotate_webhook(webhook: WebhookId, key: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    endpoints::rotate(&tx, caller.actor(), &key, &caller.session.token(), webhook).await?;
    tx.commit().await?;
    done(&page(webhook), Notice::WebhookRotated)
}

/// Tells a webhook nothing from now on.
#[server(prefix = "/do", endpoint = "pause-webhook")]
pub async fn pause_webhook(webhook: WebhookId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    endpoints::pause(&tx, caller.actor(), webhook).await?;
    tx.commit().await?;
    done(&page(webhook), Notice::WebhookPaused)
}

/// Tells a webhook of events again.
#[server(prefix = "/do", endpoint = "resume-webhook")]
pub async fn resume_webhook(webhook: WebhookId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    endpoints::resume(&tx, caller.actor(), webhook).await?;
    tx.commit().await?;
    done(&page(webhook), Notice::WebhookResumed)
}

/// Deletes a webhook.
#[server(prefix = "/do", endpoint = "delete-webhook")]
pub async fn delete_webhook(webhook: WebhookId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    endpoints::delete(&tx, caller.actor(), webhook).await?;
    tx.commit().await?;
    done("/admin/webhooks", Notice::WebhookDeleted)
}

/// Sends a test to a webhook.
#[server(prefix = "/do", endpoint = "test-webhook")]
pub async fn test_webhook(webhook: WebhookId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let delivery = again::test(&tx, caller.actor(), webhook).await?;
    tx.commit().await?;
    done(&format!("/admin/deliveries/{delivery}"), Notice::WebhookTested)
}

/// Sends a delivery once more.
#[server(prefix = "/do", endpoint = "send-delivery-again")]
pub async fn send_delivery_again(delivery: DeliveryId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    again::send_again(&tx, caller.actor(), delivery).await?;
    tx.commit().await?;
    done(&format!("/admin/deliveries/{delivery}"), Notice::DeliveryQueued)
}
