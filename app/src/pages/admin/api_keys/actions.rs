//! Server functions of API keys.

use lectern_contract::{
    ApiKeyId,
    api_keys::{KeyLife, Scope},
    notice::Notice,
};
use lectern_domain::api_keys::{
    keep,
    make::{self, KeyForm},
    revoke,
};
use leptos::server;

use super::KEYS;
use crate::{
    caller::{caller, done, go},
    refusal::Refused,
};

/// Makes a key after asking for the password, and leads to its secret.
#[server(prefix = "/do", endpoint = "make-api-key")]
pub async fn make_api_key(
    #[server(default)] name: String,
    #[server(default)] scopes: Vec<Scope>,
    life: KeyLife,
    #[server(default)] current: String,
    key: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let (form, session) = (KeyForm { name, scopes, life }, caller.session.token());
    let id = make::make(&caller.portal, caller.actor(), &key, form, &current, &session).await?;
    go(&format!("{KEYS}/{id}/secret"))
}

/// Shows a key's secret no more.
#[server(prefix = "/do", endpoint = "keep-api-key")]
pub async fn keep_api_key(api_key: ApiKeyId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    keep::keep(&tx, caller.actor(), api_key).await?;
    tx.commit().await?;
    done(KEYS, Notice::ApiKeyKept)
}

/// Revokes a key.
#[server(prefix = "/do", endpoint = "revoke-api-key")]
pub async fn revoke_api_key(api_key: ApiKeyId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    revoke::revoke(&tx, caller.actor(), api_key).await?;
    tx.commit().await?;
    done(KEYS, Notice::ApiKeyRevoked)
}
