//! The result of a batch as a file for spreadsheets, written some rows at a time.

use lectern_contract::{BatchId, batches::BatchLine};

use super::view::rows_after;
use crate::{
    actor::Actor,
    fault::{Error, Result},
    portal::Portal,
    table,
};

/// Rows read at once.
const AT_ONCE: u64 = 1_000;

const HEADER: [&str; 6] = ["Row", "Address", "Result", "What is known", "Invited by", "Invited on"];

/// A piece of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// The number of its last row, after which the next piece begins; none for the last piece.
    pub next: Option<i32>,
}

/// The piece of the file after row `after`; after 0 it begins with a byte order mark, which spreadsheet programs
/// want, and the header.
///
/// # Errors
/// `NotFound` unless the batch is the actor's.
pub async fn piece(portal: &Portal, actor: &Actor, id: BatchId, after: i32) -> Result<Piece> {
    let lines = rows_after(portal.reader(), actor, id, after, AT_ONCE).await?;
    Ok(Piece {
        text: table::piece(after == 0, HEADER, lines.iter().map(cells)).map_err(Error::fault)?,
        next: lines
            .last()
            .map(|line| line.number)
            .filter(|_| lines.len() as u64 == AT_ONCE),
    })
}

fn cells(line: &BatchLine) -> [String; 6] {
    let (by, on) = line
        .invited
        .clone()
        .map_or_else(Default::default, |(by, on)| (by, on.to_rfc3339()));
    [
        line.number.to_string(),
        line.email.clone(),
        line.outcome.label().to_owned(),
        line.verdict.label().to_owned(),
        by,
        on,
    ]
}
