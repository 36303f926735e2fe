//! The log as a file for spreadsheets, written some rows at a time.

use lectern_contract::{Role, paging::LogQuery, refused::RefusedRow};
use uuid::Uuid;

use super::list::{RefusedFilter, window};
use crate::{
    actor::Actor,
    fault::{Error, Result},
    portal::Portal,
    table,
};

/// Rows read at once.
const AT_ONCE: u64 = 1_000;
const HEADER: [&str; 12] = [
    "First", "Last", "Times", "What", "Reason", "In words", "Who", "Role", "Course", "Person", "Address", "From",
];

/// A piece of the file: its text, and the row after which the next piece begins; none for the last piece.
///
/// # Errors
/// `NotFound` unless an admin or a manager asks.
pub async fn piece(
    portal: &Portal,
    actor: &Actor,
    query: &LogQuery,
    filter: &RefusedFilter,
) -> Result<(String, Option<Uuid>)> {
    let slice = window(portal.reader(), actor, query, filter, AT_ONCE).await?;
    let rows = slice.rows.iter().map(cells);
    let text = table::piece(query.before.is_none(), HEADER, rows).map_err(Error::fault)?;
    Ok((text, slice.older))
}

fn cells(row: &RefusedRow) -> [String; 12] {
    let name = |of: &Option<(_, String)>| of.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    [
        row.at.to_rfc3339(),
        row.last.to_rfc3339(),
        row.times.to_string(),
        row.act.label().to_owned(),
        row.reason.label().to_owned(),
        row.sentence.clone(),
        name(&row.actor),
        row.role.map_or("", Role::label).to_owned(),
        row.course.as_ref().map(|(_, title)| title.clone()).unwrap_or_default(),
        name(&row.user),
        row.address.clone(),
        row.source.clone(),
    ]
}
