//! What happened on an account in the last 90 days, as sums of days. Lines are numbered without gaps, so that no more
//! than the newest are read, however long the history is.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use lectern_contract::{credits::AccountKind, outlook::Point};
use lectern_entities::account;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::forecast::{Known, LONG, RECENT};
use crate::{
    fault::{Error, Result},
    plans::calendar::instant,
    tx::Tx,
};

/// Lines read at most. An account with more in 90 days is judged by the days that these are of.
const LINES: i64 = 10_000;

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

impl History {
    /// What is known by it of an account with so many free credits.
    pub(super) const fn known(&self, free: i64, zone: Tz, now: DateTime<Utc>) -> Known<'static> {
        Known {
            now,
            zone,
            free,
            age: self.age,
            used_recent: self.used_recent,
            used_long: self.used_long,
            comes: &[],
            needed: &[],
        }
    }
}

/// The sum of one minute's lines with one kind of account.
struct Sum {
    at: DateTime<Utc>,
    with: AccountKind,
    amount: i64,
    /// What of it tells how fast credits are used from day to day.
    daily: i64,
}

/// Reads it; days are those of the organization's time zone.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    row: &account::Model,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<History> {
    let today = now.with_timezone(&zone).date_naive();
    let since = begin(today - TimeDelta::days(LONG), zone);
    let sums = sums(db, row, since).await?;
    let first = match row.lines > LINES {
        true => sums.first().map_or(since, |sum| sum.at),
        false => row.created_at.max(since),
    };
    let age = (now - first).num_days().min(LONG);
    let used = |days: i64| {
        let from = minute(now - TimeDelta::days(days.min(age)));
        let within = sums.iter().filter(|sum| sum.at >= from && is_use(row.kind, sum.with));
        -within.map(|sum| sum.daily).sum::<i64>()
    };
    Ok(History {
        age,
        used_recent: used(RECENT),
        used_long: used(LONG),
        past: past(&sums, row.balance, first, zone, now),
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

fn begin(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    instant(day.and_time(chrono::NaiveTime::MIN), zone)
}

/// The minute's beginning: as exact as sums are.
fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(at.timestamp().rem_euclid(60)) - TimeDelta::nanoseconds(at.timestamp_subsec_nanos().into())
}

/// Counted back from the balance there is: it holds from one day's end to the next.
fn past(sums: &[Sum], balance: i64, first: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> Vec<Point> {
    let local = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let mut days: Vec<(NaiveDate, i64)> = Vec::new();
    for sum in sums {
        match days.last_mut() {
            Some((day, amount)) if *day == local(sum.at) => *amount += sum.amount,
            _ => days.push((local(sum.at), sum.amount)),
        }
    }
    let mut balance = balance;
    let mut points = vec![Point {
        at: now,
        day: local(now),
        balance,
    }];
    for (day, amount) in days.into_iter().rev() {
        let at = begin(day + TimeDelta::days(1), zone).min(now);
        points.push(Point { at, day, balance });
        balance -= amount;
    }
    points.push(Point {
        at: first,
        day: local(first) - TimeDelta::days(1),
        balance,
    });
    points.reverse();
    points.dedup();
    points
}

/// Lines that tell nothing of how fast credits are used from day to day: what an order passes on at once, which was
/// filled in with it, and further cycles, which the forecast counts on the day they fall due. No hold is one, and
/// holds are the most: only of the others is the transaction looked at.
const APART: &str = "other.kind <> 'held' and exists (
    select 1 from ledger_transaction t left join registration r on r.id = t.registration_id
    where t.id = p.transaction_id
      and (r.cycle > 1 or t.idempotency_key like 'allocate:order:%' or t.idempotency_key like 'assign:order:%'))";

async fn sums(db: &impl ConnectionTrait, row: &account::Model, since: DateTime<Utc>) -> Result<Vec<Sum>> {
    let (minute, p) = match db.get_database_backend() {
        DbBackend::Postgres => ("to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')", '$'),
        _ => ("replace(substr(p.created_at, 1, 16), 'T', ' ')", '?'),
    };
    let sql = format!(
        "select {minute} as minute, other.kind, cast(sum(p.amount) as bigint),
             cast(sum(case when {APART} then 0 else p.amount end) as bigint)
         from posting p join account other on other.id = p.counter_account_id
         where p.account_id = {p}1 and p.line > {p}2 and p.created_at >= {p}3
         group by 1, other.kind order by 1, other.kind"
    );
    let values = [Tx::uuid(row.id), (row.lines - LINES).into(), since.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let read = |row: &sea_orm::QueryResult| {
        let at: String = row.try_get_by_index(0)?;
        let kind: String = row.try_get_by_index(1)?;
        let at = NaiveDateTime::parse_from_str(&at, "%Y-%m-%d %H:%M").map_err(Error::fault)?;
        Ok(Sum {
            at: at.and_utc(),
            with: kind.parse().map_err(Error::fault)?,
            amount: row.try_get_by_index(2)?,
            daily: row.try_get_by_index(3)?,
        })
    };
    db.query_all_raw(statement).await?.iter().map(read).collect()
}
