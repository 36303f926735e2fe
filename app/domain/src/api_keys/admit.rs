//! Who asks, by the key that came: its maker in the role admin, and how much they may still ask in this minute.

use lectern_contract::{ApiKeyId, Refusal, Role, api_keys::Scope, refusal::ApiProblem};
use lectern_entities::{api_key, api_window};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Alias, CaseStatement, Expr, OnConflict, SimpleExpr},
};

use super::{MARK, read};
use crate::{
    accounts::sessions,
    actor::Actor,
    fault::{Error, Result},
    portal::Portal,
    secrets,
    tx::Tx,
};

/// A program that was let in.
#[derive(Clone, Debug)]
pub struct Admission {
    /// The key it came with.
    pub key: ApiKeyId,
    /// Whom it acts for: the key's maker as an admin. The source names the key.
    pub actor: Actor,
    /// What the key may do.
    pub scopes: Vec<Scope>,
    /// Calls of the key in this minute, this one included.
    pub used: u64,
    /// Seconds until the next minute begins, 1 to 60.
    pub resets_in: u64,
}

impl Admission {
    /// Refuses what the key has no scope for.
    ///
    /// # Errors
    /// `ScopeNeeded`.
    pub fn may(&self, scope: Scope) -> Result<()> {
        if self.scopes.contains(&scope) {
            Ok(())
        } else {
            Err(Refusal::Api(ApiProblem::ScopeNeeded(scope)).into())
        }
    }

    /// An idempotency key that only this API key has: two keys never read one another's receipts.
    pub fn own(&self, key: &str) -> String {
        format!("api:{}:{key}", self.key)
    }
}

/// Lets a program in by the secret it sent, from the network address `source`, and counts the call.
///
/// # Errors
/// `KeyNeeded` for a secret that is unknown, expired or revoked, or whose maker is suspended or no admin any more:
/// nobody learns which. `SecondFactorFirst` where the organization asks admins for one and the maker has none.
pub async fn admit(portal: &Portal, secret: &str, source: &str) -> Result<Admission> {
    let refused = || Error::from(Refusal::Api(ApiProblem::KeyNeeded));
    if !secret.starts_with(MARK) {
        return Err(refused());
    }
    let row = api_key::Entity::find()
        .filter(api_key::Column::SecretHash.eq(secrets::hash(secret)))
        .filter(api_key::Column::RevokedAt.is_null())
        .one(portal.reader())
        .await?;
    let now = portal.now();
    let row = row
        .filter(|row| row.expires_at.is_none_or(|end| end > now))
        .ok_or_else(refused)?;
    let source = super::source(&row.prefix, source);
    let person = sessions::person(portal, row.user_id, Role::Admin, &source).await?;
    let person = person
        .filter(|person| person.actor.role == Role::Admin)
        .ok_or_else(refused)?;
    if person.needs_second_factor {
        return Err(Refusal::SecondFactorFirst.into());
    }
    let window = count(portal, &row).await?;
    Ok(Admission {
        key: row.id,
        actor: person.actor,
        scopes: read(&row.scopes),
        used: window.used.unsigned_abs(),
        resets_in: (60 - now.timestamp().rem_euclid(60)).unsigned_abs(),
    })
}

/// Counts a call in one statement, whichever process it came to; the minute's first notes when the key was used. A
/// process whose clock is behind counts in the newest minute.
async fn count(portal: &Portal, key: &api_key::Model) -> Result<api_window::Model> {
    let tx = portal.begin().await?;
    let row = api_window::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(key.organization_id),
        key_id: Set(key.id),
        minute: Set(tx.now().timestamp().div_euclid(60)),
        used: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let mut on = OnConflict::column(api_window::Column::KeyId);
    on.value(
        api_window::Column::Minute,
        newer(new(api_window::Column::Minute), old(api_window::Column::Minute)),
    )
    .value(
        api_window::Column::Used,
        newer(Expr::val(1_i64), old(api_window::Column::Used).add(1_i64)),
    )
    .update_column(api_window::Column::UpdatedAt);
    let window = api_window::Entity::insert(row)
        .on_conflict(on)
        .exec_with_returning(&tx)
        .await?;
    if window.used == 1 {
        note_use(&tx, key.id).await?;
    }
    tx.commit().await?;
    Ok(window)
}

/// One value where the call is of a newer minute than the row, else another.
fn newer(then: SimpleExpr, otherwise: SimpleExpr) -> SimpleExpr {
    let is_newer = new(api_window::Column::Minute).gt(old(api_window::Column::Minute));
    CaseStatement::new().case(is_newer, then).finally(otherwise).into()
}

fn new(column: api_window::Column) -> SimpleExpr {
    Expr::col((Alias::new("excluded"), column))
}

fn old(column: api_window::Column) -> SimpleExpr {
    Expr::col((api_window::Entity, column))
}

async fn note_use(tx: &Tx, id: ApiKeyId) -> Result<()> {
    api_key::Entity::update_many()
        .col_expr(api_key::Column::LastUsedAt, Expr::value(tx.now()))
        .filter(api_key::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
