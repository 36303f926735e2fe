//! Which lines a period has. Lines are found by their numbers, with a search that halves: no index on instants has to
//! be kept while credits move, and the first day of a million lines is found in twenty looks.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use lectern_contract::statements::Period;
use lectern_entities::{account, posting};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement};

use crate::{
    accounts::organizations,
    fault::{Error, Result},
    plans::calendar,
    tx::Tx,
};

/// How many lines may be between two whose instants are the other way around. A line has the instant at which its
/// transaction began; of two at the same time the later may be quicker.
const DISORDER: i64 = 500;

/// The lines of a period, as a range of numbers, and the balances at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// The number of the last line before it.
    pub before: i64,
    /// The number of its last line.
    pub last: i64,
    /// The balance before it.
    pub opening: i64,
    /// The balance after it.
    pub closing: i64,
}

impl Extent {
    /// The lines of a period as the account is now. A day begins with the first line that is dated on it or later and
    /// ends before the first of the next: so every line is on one day, and balances go on from day to day.
    pub(super) async fn of(db: &impl ConnectionTrait, row: &account::Model, period: Period) -> Result<Self> {
        let (mut before, mut last) = (0, row.lines);
        if !period.is_whole() {
            let zone = organizations::find(db, row.organization_id).await?.time_zone;
            let zone: Tz = zone.parse().unwrap_or(chrono_tz::UTC);
            if let Some(day) = period.from {
                before = first(db, row, begins(day, zone)).await? - 1;
            }
            if let Some(next) = period.to.and_then(|day| day.succ_opt()) {
                last = first(db, row, begins(next, zone)).await? - 1;
            }
        }
        let last = last.max(before);
        Ok(Self {
            before,
            last,
            opening: balance(db, row, before).await?,
            closing: balance(db, row, last).await?,
        })
    }
}

/// When a day begins.
fn begins(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    calendar::instant(day.and_time(NaiveTime::MIN), zone)
}

/// The number of the first line that is dated at this instant or later; one more than there are where none is. The
/// database halves by itself: twenty questions of ours would cost more than the page.
async fn first(db: &impl ConnectionTrait, row: &account::Model, at: DateTime<Utc>) -> Result<i64> {
    let p = match db.get_database_backend() {
        DbBackend::Postgres => '$',
        _ => '?',
    };
    let sql = format!(
        "with recursive
         search (low, high) as (
             select cast(1 as bigint), cast({p}2 as bigint) + 1
             union all
             select case when p.created_at < {p}3 then p.line + 1 else low end,
                 case when p.created_at < {p}3 then high else p.line end
             from search join posting p on p.account_id = {p}1 and p.line = low + (high - low) / 2
             where low < high),
         found (line) as (select low from search where low = high)
         select coalesce(
             (select p.line from posting p
              where p.account_id = {p}1 and p.line < found.line and p.line >= found.line - {DISORDER}
                and p.created_at >= {p}3
              order by p.line limit 1),
             found.line)
         from found"
    );
    let values = [Tx::uuid(row.id), row.lines.into(), at.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let found = db.query_one_raw(statement).await?;
    let found = found.ok_or_else(|| Error::fault("a line of a statement is missing"))?;
    Ok(found.try_get_by_index(0)?)
}

async fn balance(db: &impl ConnectionTrait, row: &account::Model, number: i64) -> Result<i64> {
    match number {
        0 => Ok(0),
        last if last == row.lines => Ok(row.balance),
        _ => Ok(line(db, row, number).await?.balance),
    }
}

async fn line(db: &impl ConnectionTrait, row: &account::Model, number: i64) -> Result<posting::Model> {
    posting::Entity::find()
        .filter(posting::Column::AccountId.eq(row.id))
        .filter(posting::Column::Line.eq(number))
        .one(db)
        .await?
        .ok_or_else(|| Error::fault("a line of a statement is missing"))
}
