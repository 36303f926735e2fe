//! A statement as a file for spreadsheet programs, read some lines at a time: what the page shows, whole.
//!
//! The range of lines and the balances at its ends are fixed when the file begins, so that a file is consistent in
//! itself and with the balance of that moment, whatever is posted while it is written (`spec/safety.md`, Exports, I3).

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use lectern_contract::{
    AccountId,
    credits::{StatementHead, StatementLine},
    statements::Period,
};

use super::{between, head_of, period::Extent, visible};
use crate::{
    accounts::organizations,
    actor::Actor,
    fault::{Error, Result},
    portal::Portal,
    table::{self, Cell},
};

/// Lines read at once.
const AT_ONCE: i64 = 1_000;

/// The columns of the file.
pub const COLUMNS: [&str; 11] = [
    "No.",
    "Date",
    "Entry",
    "About",
    "Counter-party",
    "Who",
    "Role",
    "Reason",
    "In",
    "Out",
    "Balance",
];

/// What a file holds, fixed when it begins.
#[derive(Clone, Debug)]
pub struct Extract {
    /// The account.
    pub head: StatementHead,
    /// When the file was begun.
    pub made: DateTime<Utc>,
    /// The time zone its dates are in.
    pub zone: Tz,
    /// Credits on the account before its first line.
    pub opening: i64,
    /// Credits on the account after its last line.
    pub closing: i64,
    /// The number of the last line that was read.
    reached: i64,
    /// The number of the last line there is to read.
    last: i64,
}

/// Fixes what a file about a period holds.
///
/// # Errors
/// `NotFound` unless the actor may see the account.
pub async fn begin(portal: &Portal, actor: &Actor, id: AccountId, period: Period) -> Result<Extract> {
    let db = portal.reader();
    let row = visible(db, actor, id).await?;
    let extent = Extent::of(db, &row, period).await?;
    let zone = organizations::find(db, row.organization_id).await?.time_zone;
    Ok(Extract {
        head: head_of(db, &row).await?,
        made: portal.now(),
        zone: zone.parse().unwrap_or(chrono_tz::UTC),
        opening: extent.opening,
        closing: extent.closing,
        reached: extent.before,
        last: extent.last,
    })
}

impl Extract {
    /// How many lines there are still to read.
    pub const fn left(&self) -> i64 {
        self.last - self.reached
    }

    /// A line's day and time on the organization's clock.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }

    /// The next lines, oldest first; none where all were read.
    ///
    /// # Errors
    /// `NotFound` where the actor may not see the account any more; a fault where a line is missing.
    pub async fn next(&mut self, portal: &Portal, actor: &Actor) -> Result<Vec<StatementLine>> {
        let db = portal.reader();
        visible(db, actor, self.head.account).await?;
        let upto = self.last.min(self.reached + AT_ONCE);
        let lines = between(db, self.head.account, self.reached, upto).await?;
        if i64::try_from(lines.len()).map_err(Error::fault)? != upto - self.reached {
            return Err(Error::fault("a line of a statement is missing"));
        }
        self.reached = upto;
        Ok(lines)
    }

    /// The head of the file as CSV: a byte order mark, without which spreadsheet programs take UTF-8 for something
    /// else; the columns; the opening balance.
    ///
    /// # Errors
    /// The writer's own.
    pub fn csv_head(&self) -> Result<String> {
        let columns = COLUMNS.map(|name| match name {
            "Date" => Cell::Text(format!("Date ({})", self.zone.name())),
            name => Cell::Text(name.into()),
        });
        let text = table::cells([columns, balance_row("Opening balance", self.opening)]).map_err(Error::fault)?;
        Ok(format!("\u{feff}{text}"))
    }

    /// Lines as CSV.
    ///
    /// # Errors
    /// The writer's own.
    pub fn csv_lines(&self, lines: Vec<StatementLine>) -> Result<String> {
        table::cells(lines.into_iter().map(|line| self.row(line))).map_err(Error::fault)
    }

    /// The foot of the file as CSV: the closing balance.
    ///
    /// # Errors
    /// The writer's own.
    pub fn csv_foot(&self) -> Result<String> {
        table::cells([balance_row("Closing balance", self.closing)]).map_err(Error::fault)
    }

    fn row(&self, line: StatementLine) -> [Cell; COLUMNS.len()] {
        let some = |amount: i64| if amount > 0 { Cell::Number(amount) } else { Cell::Empty };
        [
            Cell::Number(line.number),
            Cell::Text(self.local(line.at).format("%Y-%m-%d %H:%M:%S").to_string()),
            Cell::Text(line.kind.label().to_owned()),
            Cell::Text(line.about),
            Cell::Text(line.counter_party),
            Cell::Text(line.actor.unwrap_or_else(|| "The portal".into())),
            Cell::Text(line.role.map(|role| role.label().to_owned()).unwrap_or_default()),
            Cell::Text(line.reason),
            some(line.amount),
            some(-line.amount),
            Cell::Number(line.balance),
        ]
    }
}

fn balance_row(name: &str, balance: i64) -> [Cell; COLUMNS.len()] {
    let mut cells = [const { Cell::Empty }; COLUMNS.len()];
    cells[2] = Cell::Text(name.to_owned());
    cells[COLUMNS.len() - 1] = Cell::Number(balance);
    cells
}
