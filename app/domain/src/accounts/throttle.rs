//! Tries to prove who one is are counted per account and per source, in the database, so that every process
//! sees them; there is no lock-out, only a wait (`spec/safety.md`, Passwords).

use chrono::TimeDelta;
use lectern_contract::Refusal;
use lectern_entities::attempt;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{fault::Result, portal::Portal, secrets, tx::Tx};

/// Failed tries within [`WINDOW`] after which an account's or source's next try is refused unheard.
const PER_ACCOUNT: u64 = 8;
const PER_SOURCE: u64 = 40;
const WINDOW: TimeDelta = TimeDelta::minutes(10);

/// Refuses a try where too many failed lately.
///
/// # Errors
/// `TooManyTries`.
pub async fn check(portal: &Portal, act: &str, account: &str, source: &str) -> Result<()> {
    let limits = [
        (subject(act, "account", account), PER_ACCOUNT),
        (subject(act, "source", source), PER_SOURCE),
    ];
    for (subject, limit) in limits {
        if count(portal.reader(), &subject, portal.now() - WINDOW).await? >= limit {
            return Err(Refusal::TooManyTries.into());
        }
    }
    Ok(())
}

/// Remembers a failed try.
///
/// # Errors
/// The database's own.
pub async fn failed(tx: &Tx, act: &str, account: &str, source: &str) -> Result<()> {
    for subject in [subject(act, "account", account), subject(act, "source", source)] {
        tx.insert(attempt::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(None),
            subject: Set(subject),
            created_at: Set(tx.now()),
        })
        .await?;
    }
    Ok(())
}

/// Forgets an account's failed tries after it succeeded, and everybody's that are too old to matter.
///
/// # Errors
/// The database's own.
pub async fn forgive(tx: &Tx, act: &str, account: &str) -> Result<()> {
    attempt::Entity::delete_many()
        .filter(attempt::Column::Subject.eq(subject(act, "account", account)))
        .exec(tx)
        .await?;
    attempt::Entity::delete_many()
        .filter(attempt::Column::CreatedAt.lt(tx.now() - WINDOW))
        .exec(tx)
        .await?;
    Ok(())
}

/// Only a hash is kept: neither addresses nor sources stand in the table.
fn subject(act: &str, kind: &str, value: &str) -> String {
    secrets::hash(&format!("{act}\n{kind}\n{}", value.to_lowercase()))
}

async fn count(db: &impl ConnectionTrait, subject: &str, since: chrono::DateTime<chrono::Utc>) -> Result<u64> {
    Ok(attempt::Entity::find()
        .filter(attempt::Column::Subject.eq(subject))
        .filter(attempt::Column::CreatedAt.gt(since))
        .count(db)
        .await?)
}
