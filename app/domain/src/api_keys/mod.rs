//! Keys of programs. A key belongs to the admin who made it and acts in their name, in the role admin, within its
//! scopes; where its maker may not act any more, neither may it. Audit rows name the key as their source.

pub mod admit;
pub mod keep;
pub mod list;
pub mod make;
pub mod revoke;

use chrono::TimeDelta;
use lectern_contract::{ApiKeyId, OrganizationId, Refusal, api_keys::Scope};
use lectern_entities::api_key;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use crate::fault::Result;

/// How long the session that made a key is shown its secret, unless it keeps it before.
pub const SHOWN: TimeDelta = TimeDelta::minutes(15);
/// What keys are sealed for until then.
const PURPOSE: &str = "api_key";
/// What every key begins with, so that scanners of source code know one when they see it.
pub(crate) const MARK: &str = "lk_";
/// Characters of a key that are shown for recognition: the mark and 48 bits, which leave 144 bits of chance unseen.
pub(crate) const PREFIX: usize = MARK.len() + 8;

/// The source of what came by a key from a network address, as logs have it.
pub(crate) fn source(prefix: &str, address: &str) -> String {
    format!("API key {prefix} from {address}")
}

/// A key of the organization.
fn of(organization: OrganizationId, id: ApiKeyId) -> Select<api_key::Entity> {
    api_key::Entity::find_by_id(id).filter(api_key::Column::OrganizationId.eq(organization))
}

/// Scopes as they are stored: their words in the order of [`Scope::ALL`], with spaces between.
fn written(scopes: &[Scope]) -> String {
    let words: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    words.join(" ")
}

/// What [`written`] wrote. A word of a newer version gives no right.
fn read(scopes: &str) -> Vec<Scope> {
    scopes.split(' ').filter_map(|word| word.parse().ok()).collect()
}

fn found(row: Option<api_key::Model>) -> Result<api_key::Model> {
    Ok(row.ok_or(Refusal::NotFound)?)
}
