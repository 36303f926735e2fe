//! What happened on an account in the last 90 days, as sums of days. Lines are numbered without gaps, so that no more
//! than the newest are read, however long the history is.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use lectern_contract::{credits::AccountKind, outlook::Point};
use lectern_entities::account;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::forecast::{LONG, RECENT};
use crate::{
    fault::{Error, Result},
    tx::Tx,
};

/// Lines read at most. An account with more in 90 days is judged by the days that these are of.
const LINES: i64 = 30_000;

/// The past of an account.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// Whole days that were read.
    pub age: i64,
    /// Credits used in the last 28 days, on balance.
    pub used_recent: i64,
    /// The same in the last 90.
    pub used_long: i64,
    /// Balances at the ends of days, the oldest first, and now.
    pub past: Vec<Point>,
}

/// The sum of one day's lines with one kind of account.
struct Sum {
    day: NaiveDate,
    with: AccountKind,
    amount: i64,
}

/// Reads it; days are those of UTC.
pub(super) async fn read(db: &impl ConnectionTrait, row: &account::Model, now: DateTime<Utc>) -> Result<History> {
    let since = now - TimeDelta::days(LONG);
    let sums = sums(db, row, since).await?;
    let first = match row.lines > LINES {
        true => sums.first().map_or(since, |sum| begin(sum.day)),
        false => row.created_at,
    };
    let used = |days: i64| {
        let from = (now - TimeDelta::days(days)).date_naive();
        let within = sums.iter().filter(|sum| sum.day >= from && is_use(row.kind, sum.with));
        -within.map(|sum| sum.amount).sum::<i64>()
    };
    Ok(History {
        age: (now - first.max(since)).num_days(),
        used_recent: used(RECENT),
        used_long: used(LONG),
        past: past(&sums, row, first.max(since), now),
    })
}

/// Whether credits that go there are used: passed on towards learners. What comes from where an account is filled, and
/// what is corrected, bought, charged back or expires, is not; nor are gifts among managers.
const fn is_use(account: AccountKind, with: AccountKind) -> bool {
    matches!(
        (account, with),
        (_, AccountKind::Held | AccountKind::Consumed)
            | (AccountKind::Pool, AccountKind::Course)
            | (AccountKind::Course, AccountKind::Manager)
    )
}

fn begin(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}

/// Counted back from the balance there is: it holds from one day's end to the next.
fn past(sums: &[Sum], row: &account::Model, first: DateTime<Utc>, now: DateTime<Utc>) -> Vec<Point> {
    let mut days: Vec<(NaiveDate, i64)> = Vec::new();
    for sum in sums {
        match days.last_mut() {
            Some((day, amount)) if *day == sum.day => *amount += sum.amount,
            _ => days.push((sum.day, sum.amount)),
        }
    }
    let mut balance = row.balance;
    let mut points = vec![Point { at: now, balance }];
    for (day, amount) in days.iter().rev() {
        let at = (begin(*day) + TimeDelta::days(1)).min(now);
        points.push(Point { at, balance });
        balance -= amount;
    }
    points.push(Point {
        at: days.first().map_or(first, |(day, _)| begin(*day).max(first)),
        balance,
    });
    points.push(Point { at: first, balance });
    points.reverse();
    points.dedup();
    points
}

async fn sums(db: &impl ConnectionTrait, row: &account::Model, since: DateTime<Utc>) -> Result<Vec<Sum>> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "select to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD') as day, other.kind,
                cast(sum(p.amount) as bigint)
             from posting p join account other on other.id = p.counter_account_id
             where p.account_id = $1 and p.line > $2 and p.created_at >= $3
             group by 1, other.kind order by 1, other.kind"
        }
        _ => {
            "select substr(p.created_at, 1, 10) as day, other.kind, cast(sum(p.amount) as bigint)
             from posting p join account other on other.id = p.counter_account_id
             where p.account_id = ?1 and p.line > ?2 and p.created_at >= ?3
             group by 1, other.kind order by 1, other.kind"
        }
    };
    let values = [
        Tx::uuid(row.id),
        (row.lines - LINES).into(),
        begin(since.date_naive()).into(),
    ];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let read = |row: &sea_orm::QueryResult| {
        let day: String = row.try_get_by_index(0)?;
        let kind: String = row.try_get_by_index(1)?;
        Ok(Sum {
            day: day.parse().map_err(Error::fault)?,
            with: kind.parse().map_err(Error::fault)?,
            amount: row.try_get_by_index(2)?,
        })
    };
    db.query_all_raw(statement).await?.iter().map(read).collect()
}
