//! Rows in bulk: told by values, or made in the database from a series of numbers.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait, Value};
use uuid::Uuid;

use crate::common::Try;

/// Values of one statement; both databases take as many.
const AT_ONCE: usize = 30_000;

/// What an id is of; ids of one kind are numbered.
#[derive(Clone, Copy, Debug)]
#[repr(u32)]
pub enum Of {
    Organization = 0xf000_0001,
    Account,
    Course,
    CourseManager,
    Person,
    Role,
    Invitation,
    Transaction,
    Posting,
    Registration,
    Learner,
    LearnerRole,
    Manager,
}

impl Of {
    /// The id with this number.
    pub const fn id(self, number: u64) -> Uuid {
        Uuid::from_u128((self as u128) << 96 | number as u128)
    }

    /// The same as SQL, of a number that is an SQL expression.
    pub fn sql(self, backend: DbBackend, number: &str) -> String {
        let kind = self as u32;
        match backend {
            DbBackend::Postgres => format!("('{kind:08x}' || lpad(to_hex({number}), 24, '0'))::uuid"),
            _ => format!("unhex('{kind:08x}' || printf('%024x', {number}))"),
        }
    }
}

/// Rows of one table.
#[derive(Debug)]
pub struct Rows {
    table: &'static str,
    columns: &'static str,
    told: Vec<Vec<Value>>,
}

impl Rows {
    /// Rows to be of `table`, with these columns (separated by commas).
    pub const fn of(table: &'static str, columns: &'static str) -> Self {
        Self {
            table,
            columns,
            told: Vec::new(),
        }
    }

    pub fn add(&mut self, row: Vec<Value>) {
        self.told.push(row);
    }

    /// Writes them all.
    pub async fn insert(self, db: &DatabaseConnection) -> Try<()> {
        let width = self.columns.split(',').count();
        let tx = db.begin().await?;
        for rows in self.told.chunks(AT_ONCE / width) {
            let mut count = 0;
            let marks: Vec<String> = rows
                .iter()
                .map(|row| marks(db.get_database_backend(), row.len(), &mut count))
                .collect();
            let sql = format!(
                "insert into {} ({}) values {}",
                self.table,
                self.columns,
                marks.join(", ")
            );
            let values = rows.iter().flatten().cloned();
            tx.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values))
                .await?;
        }
        Ok(tx.commit().await?)
    }
}

fn marks(backend: DbBackend, width: usize, count: &mut usize) -> String {
    let marks: Vec<String> = (0..width)
        .map(|_| {
            *count += 1;
            match backend {
                DbBackend::Postgres => format!("${count}"),
                _ => "?".to_owned(),
            }
        })
        .collect();
    format!("({})", marks.join(", "))
}

/// Inserts one row for each number `i` from `from` to below `to`: `columns` are SQL expressions in `i`; `?now` stands
/// for the instant.
pub async fn series(
    db: &DatabaseConnection,
    table: &str,
    columns: &[(&str, String)],
    (from, to): (u64, u64),
    now: DateTime<Utc>,
) -> Try<()> {
    const PIECE: u64 = 100_000;
    let backend = db.get_database_backend();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let values: Vec<&str> = columns.iter().map(|(_, value)| value.as_str()).collect();
    let values = values.join(", ");
    let mut at = from;
    while at < to {
        let end = (at + PIECE).min(to);
        let (numbers, now_mark) = match backend {
            DbBackend::Postgres => (
                format!(
                    "select i from generate_series({at}::bigint, {}::bigint) as s(i)",
                    end - 1
                ),
                "$1",
            ),
            _ => (
                format!("select {at} as i union all select i + 1 from n where i + 1 < {end}"),
                "?1",
            ),
        };
        let sql = format!(
            "with recursive n(i) as ({numbers}) insert into {table} ({}) select {} from n",
            names.join(", "),
            values.replace("?now", now_mark)
        );
        db.execute_raw(Statement::from_sql_and_values(backend, sql, [now.into()]))
            .await?;
        at = end;
    }
    Ok(())
}
