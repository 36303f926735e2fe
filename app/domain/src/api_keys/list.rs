//! The organization's keys, as admins see them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use lectern_contract::{
    ApiKeyId, Role, UserId,
    api_keys::{KeyRow, KeyState},
};
use lectern_entities::api_key;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{found, of, read};
use crate::{accounts::users, actor::Actor, fault::Result, invitations::log::names, portal::Portal};

/// Keys on the page; older ones are revoked or forgotten.
const SHOWN: u64 = 500;

/// The organization's keys, newest first, whoever made them.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn list(portal: &Portal, actor: &Actor) -> Result<Vec<KeyRow>> {
    actor.require(Role::Admin)?;
    let keys = api_key::Entity::find()
        .filter(api_key::Column::OrganizationId.eq(actor.organization))
        .order_by_desc(api_key::Column::Id)
        .limit(SHOWN)
        .all(portal.reader())
        .await?;
    rows(portal, actor, keys).await
}

/// One key.
///
/// # Errors
/// `NotFound` unless an admin asks for a key of the organization.
pub async fn one(portal: &Portal, actor: &Actor, id: ApiKeyId) -> Result<KeyRow> {
    actor.require(Role::Admin)?;
    let key = found(of(actor.organization, id).one(portal.reader()).await?)?;
    let mut rows = rows(portal, actor, vec![key]).await?;
    Ok(rows.remove(0))
}

async fn rows(portal: &Portal, actor: &Actor, keys: Vec<api_key::Model>) -> Result<Vec<KeyRow>> {
    let db = portal.reader();
    let names = names(db, keys.iter().map(|key| key.user_id)).await?;
    let admins = users::active_admins(db, actor.organization).await?;
    let admins: BTreeSet<UserId> = admins.into_iter().map(|user| user.id).collect();
    let row = |key: api_key::Model| KeyRow {
        id: key.id,
        state: state(&key, &admins, portal.now()),
        scopes: read(&key.scopes),
        maker: names.get(&key.user_id).cloned().unwrap_or_default(),
        made: key.created_at,
        expires: key.expires_at,
        last_used: key.last_used_at,
        name: key.name,
        prefix: key.prefix,
    };
    Ok(keys.into_iter().map(row).collect())
}

fn state(key: &api_key::Model, admins: &BTreeSet<UserId>, now: DateTime<Utc>) -> KeyState {
    if key.revoked_at.is_some() {
        KeyState::Revoked
    } else if key.expires_at.is_some_and(|end| end <= now) {
        KeyState::Expired
    } else if admins.contains(&key.user_id) {
        KeyState::Active
    } else {
        KeyState::Stopped
    }
}
