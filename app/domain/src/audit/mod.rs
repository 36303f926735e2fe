//! The audit log: who, in which role, did what to what, before and after, from where.

mod changes;
mod details;
pub mod list;
mod managers;
mod programs;
mod subjects;
pub mod table;

use lectern_entities::audit;
use sea_orm::ActiveValue::Set;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    actor::Author,
    fault::{Error, Result},
    tx::Tx,
};

/// One entry to be written.
#[derive(Debug)]
pub struct Entry<'a> {
    /// What was done, as a noun with its verb, for example `user.suspend`; each stands in
    /// [`lectern_contract::audit::AuditAct`], with its words.
    pub act: &'static str,
    /// The kind of thing, for example `user`.
    pub subject: &'static str,
    /// Which one.
    pub id: Option<Uuid>,
    /// How it was, if that matters: values under names. People and things stand there by their ids, under the names
    /// that the list knows them by (`details.rs`); it shows what they are called as long as they are.
    pub before: Option<&'a serde_json::Value>,
    /// How it is, likewise.
    pub after: Option<&'a serde_json::Value>,
}

/// Writes an entry in the act's own transaction (`spec/credits.md` L12).
///
/// # Errors
/// The database's own.
pub async fn write(tx: &Tx, author: &Author, entry: Entry<'_>) -> Result<()> {
    tx.insert(row(tx, author, &entry)).await
}

/// One entry for each of these things, in one statement.
///
/// # Errors
/// The database's own.
pub async fn note_all(
    tx: &Tx,
    author: &Author,
    act: &'static str,
    subject: &'static str,
    ids: impl Iterator<Item = Uuid>,
) -> Result<()> {
    let entry = |id| Entry {
        act,
        subject,
        id: Some(id),
        before: None,
        after: None,
    };
    tx.insert_all(ids.map(|id| row(tx, author, &entry(id)))).await
}

fn row(tx: &Tx, author: &Author, entry: &Entry<'_>) -> audit::ActiveModel {
    audit::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(author.organization),
        actor_id: Set(author.user),
        role: Set(author.role),
        act: Set(entry.act.into()),
        subject_kind: Set(entry.subject.into()),
        subject_id: Set(entry.id),
        before: Set(entry.before.cloned()),
        after: Set(entry.after.cloned()),
        source: Set(author.source.clone()),
        created_at: Set(tx.now()),
    }
}

/// Writes an entry that only says what it became.
///
/// # Errors
/// The database's own.
pub async fn note(
    tx: &Tx,
    author: &Author,
    act: &'static str,
    subject: &'static str,
    id: impl Into<Uuid>,
    after: impl Serialize,
) -> Result<()> {
    let after = serde_json::to_value(after).map_err(Error::fault)?;
    let after = (!after.is_null()).then_some(&after);
    write(
        tx,
        author,
        Entry {
            act,
            subject,
            id: Some(id.into()),
            before: None,
            after,
        },
    )
    .await
}

/// Writes an entry that says what it was and what it became: for every act that turns something from one state into
/// another. Where the state before is known without asking, that is free.
///
/// # Errors
/// The database's own.
pub async fn change(
    tx: &Tx,
    author: &Author,
    act: &'static str,
    subject: &'static str,
    id: impl Into<Uuid>,
    (before, after): (impl Serialize, impl Serialize),
) -> Result<()> {
    let before = serde_json::to_value(before).map_err(Error::fault)?;
    let after = serde_json::to_value(after).map_err(Error::fault)?;
    let entry = Entry {
        act,
        subject,
        id: Some(id.into()),
        before: Some(&before),
        after: Some(&after),
    };
    write(tx, author, entry).await
}
