//! A table: CSV with any of the usual separators, with or without a header, quoted or not.

use std::io::{BufRead, BufReader, Read};

use csv::{ReaderBuilder, StringRecord};
use lectern_contract::addresses::{bare, is_address, is_blank, split};

use super::separator;
use crate::fault::{Error, Result};

/// What the column of addresses is called in headers, without spaces, hyphens and underscores.
const HEADERS: [&str; 14] = [
    "email",
    "emailaddress",
    "emailaddresses",
    "emails",
    "mail",
    "mailaddress",
    "mailadresse",
    "emailadresse",
    "address",
    "adresse",
    "courriel",
    "correo",
    "correoelectrónico",
    "epost",
];

/// Gives every address of the table, and every row without one as it stands, to `each`.
///
/// A header names the column of addresses; without one, whatever holds an `@` is taken. A cell may hold several.
pub(super) fn read(text: impl Read, each: &mut impl FnMut(&str) -> Result<()>) -> Result<()> {
    let mut text = BufReader::with_capacity(64 * 1024, text);
    let separator = separator::of(text.fill_buf().map_err(Error::fault)?);
    let mut table = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text);
    let (mut record, mut column, mut begin) = (StringRecord::new(), None, true);
    while table.read_record(&mut record).map_err(Error::fault)? {
        if record.iter().all(is_blank) || begin && is_separator_line(&record) {
            continue;
        }
        if begin {
            begin = false;
            column = header(&record);
            if column.is_some() {
                continue;
            }
        }
        row(&record, column, each)?;
    }
    Ok(())
}

fn row(record: &StringRecord, column: Option<usize>, each: &mut impl FnMut(&str) -> Result<()>) -> Result<()> {
    let mut any = false;
    let cells = record.iter().enumerate().filter(|(place, cell)| match column {
        Some(column) => *place == column,
        None => cell.contains('@'),
    });
    for (_, cell) in cells {
        any |= !is_blank(cell);
        // The quotes around a name with a comma are the table's by now: such a cell is one address.
        if is_address(&bare(cell)) {
            each(cell)?;
            continue;
        }
        for piece in split(cell) {
            each(&piece)?;
        }
    }
    if any {
        return Ok(());
    }
    // A row without an address is shown as it stands, so that nobody is left out unseen.
    let whole: Vec<&str> = record.iter().map(str::trim).filter(|cell| !is_blank(cell)).collect();
    each(&whole.join(" "))
}

/// The column of addresses, where this is a header.
fn header(record: &StringRecord) -> Option<usize> {
    if record.iter().any(|cell| cell.contains('@')) {
        return None;
    }
    let name = |cell: &str| bare(cell).to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    record.iter().position(|cell| HEADERS.contains(&name(cell).as_str()))
}

fn is_separator_line(record: &StringRecord) -> bool {
    record.get(0).is_some_and(|cell| cell.starts_with("sep="))
}
