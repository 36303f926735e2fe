//! The statement as a workbook. Rows go to disk as they come; text is stored as text and so never taken for a formula.

use std::{
    fs::File,
    io::{self, Seek},
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use lectern_contract::credits::StatementLine;
use lectern_domain::{
    Actor, Error, Portal, Result,
    credits::statement::file::{COLUMNS, Extract},
};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use tokio::sync::mpsc;

use crate::disk::{self, Incoming};

use super::Desk;

/// Rows below the head of one sheet, after which the next one begins; a sheet has room for 1,048,576.
const ON_A_SHEET: u32 = 1_000_000;
/// How wide each column is, in characters.
const WIDTHS: [f64; COLUMNS.len()] = [8.0, 19.0, 24.0, 28.0, 28.0, 20.0, 10.0, 36.0, 10.0, 10.0, 12.0];
const BALANCE: u16 = 10;

/// Writes the workbook to a file that nobody else sees; answers it, ready to be read.
///
/// Lines are read here and written on a thread of their own, with a few pieces between them.
///
/// # Errors
/// What reading refuses; `Busy` where the disk is full.
pub async fn write(
    portal: &Portal,
    actor: &Actor,
    mut extract: Extract,
    incoming: &Incoming,
    desk: Desk,
) -> Result<File> {
    let (give, mut take) = mpsc::channel::<Vec<StatementLine>>(2);
    let (cover, incoming) = (Cover::of(&extract), incoming.clone());
    let writer = tokio::task::spawn_blocking(move || {
        // Also where nobody waits for the file any more, the desk is free only when its thread is.
        let _desk = desk;
        book(&cover, &mut take, &incoming, ON_A_SHEET)
    });
    while extract.left() > 0 {
        let lines = extract.next(portal, actor).await?;
        if give.send(lines).await.is_err() {
            break;
        }
    }
    drop(give);
    let written = writer.await.map_err(Error::fault)?;
    written.map_err(|error| cause(error).into())
}

/// The disk's own word, where it is behind a workbook that could not be written.
fn cause(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(cause) => cause,
        other => disk::error(other),
    }
}

/// What a workbook says beside its lines.
struct Cover {
    name: String,
    made: DateTime<Utc>,
    zone: Tz,
    opening: i64,
    closing: i64,
}

impl Cover {
    fn of(extract: &Extract) -> Self {
        Self {
            name: extract.head.name.clone(),
            made: extract.made,
            zone: extract.zone,
            opening: extract.opening,
            closing: extract.closing,
        }
    }
}

/// Writes what comes until nothing more does: opening balance, lines, closing balance; `room` rows on each sheet.
fn book(
    cover: &Cover,
    take: &mut mpsc::Receiver<Vec<StatementLine>>,
    incoming: &Incoming,
    room: u32,
) -> Result<File, XlsxError> {
    let mut sheets = Sheets::begin(cover, incoming, room)?;
    sheets.balance("Opening balance", cover.opening)?;
    while let Some(lines) = take.blocking_recv() {
        for line in lines {
            sheets.line(&line)?;
        }
    }
    sheets.balance("Closing balance", cover.closing)?;
    let mut file = incoming.file()?;
    sheets.save(&mut file)?;
    file.rewind()?;
    Ok(file)
}

/// The workbook, and the sheet that is being written.
struct Sheets<'a> {
    cover: &'a Cover,
    /// Rows below the head of each sheet.
    room: u32,
    book: Workbook,
    sheet: Worksheet,
    /// Sheets before this one.
    full: u32,
    /// The next row.
    row: u32,
    number: Format,
    date: Format,
    bold: Format,
}

impl<'a> Sheets<'a> {
    fn begin(cover: &'a Cover, incoming: &Incoming, room: u32) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        book.set_tempdir(incoming.path())?;
        let made = ExcelDateTime::from_timestamp(cover.made.timestamp())?;
        let properties = DocProperties::new().set_title(&cover.name);
        book.set_properties(&properties.set_creation_datetime(&made));
        let sheet = book.new_worksheet_with_constant_memory()?;
        let mut this = Self {
            cover,
            room,
            book,
            sheet,
            full: 0,
            row: 0,
            number: Format::new().set_num_format("#,##0;[Red]-#,##0"),
            date: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            bold: Format::new().set_bold(),
        };
        this.head()?;
        Ok(this)
    }

    /// The name, the widths and the row of column names, which stays in sight.
    fn head(&mut self) -> Result<(), XlsxError> {
        let name = match self.full {
            0 => "Statement".to_owned(),
            before => format!("Statement {}", before + 1),
        };
        self.sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (column, (name, width)) in (0..).zip(COLUMNS.iter().zip(WIDTHS)) {
            self.sheet.set_column_width(column, width)?;
            let name = match *name {
                "Date" => format!("Date ({})", self.cover.zone.name()),
                name => name.to_owned(),
            };
            self.sheet.write_string_with_format(0, column, name, &self.bold)?;
        }
        self.row = 1;
        Ok(())
    }

    fn balance(&mut self, name: &str, balance: i64) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 2, name, &self.bold)?;
        self.credits(BALANCE, balance)?;
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, line: &StatementLine) -> Result<(), XlsxError> {
        if self.row > self.room {
            let next = self.book.new_worksheet_with_constant_memory()?;
            self.book.push_worksheet(std::mem::replace(&mut self.sheet, next));
            self.full += 1;
            self.head()?;
        }
        self.credits(0, line.number)?;
        let local = line.at.with_timezone(&self.cover.zone).naive_local();
        let date = ExcelDateTime::from_timestamp(local.and_utc().timestamp())?;
        self.sheet.write_datetime_with_format(self.row, 1, &date, &self.date)?;
        let texts = [
            line.kind.label(),
            &line.about,
            &line.counter_party,
            line.actor.as_deref().unwrap_or("The portal"),
            line.role.map_or("", |role| role.label()),
            &line.reason,
        ];
        for (column, text) in (2..).zip(texts) {
            if !text.is_empty() {
                self.sheet.write_string(self.row, column, text)?;
            }
        }
        match line.amount {
            amount if amount > 0 => self.credits(BALANCE - 2, amount)?,
            amount => self.credits(BALANCE - 1, -amount)?,
        }
        self.credits(BALANCE, line.balance)?;
        self.row += 1;
        Ok(())
    }

    #[allow(clippy::cast_precision_loss, reason = "workbooks know no other numbers")]
    fn credits(&mut self, column: u16, number: i64) -> Result<(), XlsxError> {
        self.sheet
            .write_number_with_format(self.row, column, number as f64, &self.number)?;
        Ok(())
    }

    fn save(mut self, file: &mut File) -> Result<(), XlsxError> {
        self.book.push_worksheet(self.sheet);
        self.book.save_to_writer(file)
    }
}

#[cfg(test)]
mod tests;
