//! The audit log as a file for spreadsheets, written some rows at a time.

use lectern_contract::{
    Role,
    audit::{AuditRow, Change},
    paging::LogQuery,
};
use uuid::Uuid;

use super::list::{AuditFilter, window};
use crate::{
    actor::Actor,
    fault::{Error, Result},
    portal::Portal,
    table,
};

/// Rows read at once.
const AT_ONCE: u64 = 1_000;
const HEADER: [&str; 10] = [
    "When",
    "Who",
    "Role",
    "What",
    "Act",
    "Kind",
    "Thing",
    "Id",
    "Before and after",
    "From",
];

/// A piece of the file: its text, and the row after which the next piece begins; none for the last piece.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn piece(
    portal: &Portal,
    actor: &Actor,
    query: &LogQuery,
    filter: &AuditFilter,
) -> Result<(String, Option<Uuid>)> {
    let slice = window(portal.reader(), actor, query, filter, AT_ONCE).await?;
    let rows = slice.rows.iter().map(cells);
    let text = table::piece(query.before.is_none(), HEADER, rows).map_err(Error::fault)?;
    Ok((text, slice.older))
}

fn cells(row: &AuditRow) -> [String; 10] {
    [
        row.at.to_rfc3339(),
        row.actor.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        row.role.map_or("", Role::label).to_owned(),
        row.act.clone(),
        row.act_word.clone(),
        row.kind.clone(),
        row.name.clone(),
        row.subject.map(|id| id.to_string()).unwrap_or_default(),
        row.changes.iter().map(in_words).collect::<Vec<_>>().join("; "),
        row.source.clone(),
    ]
}

fn in_words(change: &Change) -> String {
    let what = if change.what.is_empty() {
        String::new()
    } else {
        format!("{}: ", change.what)
    };
    match (&change.before, &change.after) {
        (Some(before), after) => format!("{what}{before} → {}", after.as_deref().unwrap_or("nothing")),
        (None, Some(after)) => format!("{what}{after}"),
        (None, None) => what,
    }
}
