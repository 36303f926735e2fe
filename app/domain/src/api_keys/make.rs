//! Making a key, after proving again who one is.

use lectern_contract::{
    ApiKeyId, Refusal, Role,
    api_keys::{KeyLife, Scope},
    refusal::Field,
};
use lectern_entities::api_key;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::{MARK, PREFIX, PURPOSE, written};
use crate::{
    accounts::{input, me::re_authenticate},
    actor::Actor,
    audit,
    fault::Result,
    once::once,
    portal::Portal,
    secrets,
    tx::Tx,
};

/// What is typed of a key.
#[derive(Clone, Debug, serde::Serialize)]
pub struct KeyForm {
    /// What it is for.
    pub name: String,
    /// What it may do; at least one.
    pub scopes: Vec<Scope>,
    /// How long it works.
    pub life: KeyLife,
}

/// Makes a key. Its secret has 192 bits of chance and is stored as a hash; `session`, the cookie of the browser that
/// makes it, is shown it for [`super::SHOWN`] or until it is kept.
///
/// # Errors
/// `NotFound` unless an admin asks; `Missing`/`TooLong` for the name, `Missing` for the scopes; `WrongPassword`,
/// `TooManyTries`; `KeyReused`.
pub async fn make(
    portal: &Portal,
    actor: &Actor,
    key: &str,
    mut form: KeyForm,
    current: &str,
    session: &str,
) -> Result<ApiKeyId> {
    actor.require(Role::Admin)?;
    form.name = input::name(&form.name)?;
    form.scopes.sort();
    form.scopes.dedup();
    if form.scopes.is_empty() {
        return Err(Refusal::Missing(Field::Scopes).into());
    }
    re_authenticate(portal, actor, current).await?;
    let tx = portal.begin().await?;
    let id = once(
        &tx,
        actor,
        key,
        "api_key.make",
        &form.clone(),
        insert(&tx, actor, &form, session),
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

async fn insert(tx: &Tx, actor: &Actor, form: &KeyForm, session: &str) -> Result<ApiKeyId> {
    let id: ApiKeyId = tx.new_id();
    let secret = format!("{MARK}{}", tx.new_token());
    let chance = tx.portal().chance().bytes();
    let expires_at = form.life.length().map(|length| tx.now() + length);
    let row = api_key::ActiveModel {
        id: Set(id),
        organization_id: Set(actor.organization),
        user_id: Set(actor.user),
        name: Set(form.name.clone()),
        prefix: Set(secret[..PREFIX].to_owned()),
        secret_hash: Set(secrets::hash(&secret)),
        scopes: Set(written(&form.scopes)),
        sealed: Set(Some(tx.secret().seal(PURPOSE, id.0, &chance, secret.as_bytes())?)),
        shown_to: Set(secrets::hash(session)),
        expires_at: Set(expires_at),
        last_used_at: Set(None),
        revoked_at: Set(None),
        revoked_by: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    tx.insert(row).await?;
    let after = json!({
        "name": form.name, "prefix": secret[..PREFIX], "scopes": form.scopes, "expires": expires_at,
    });
    audit::note(tx, &actor.author(), "api_key.make", "api_key", id, after).await?;
    Ok(id)
}
