//! Recertification: where a course says how long its completion is valid, it falls due again, and beginning it again is
//! a new cycle that takes a new credit (`spec/credits.md` 13, `spec/runtime.md` Certificates).

use chrono::{DateTime, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use lectern_contract::UserId;
use lectern_entities::{course, registration};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::is_done;
use crate::{
    fault::{Error, Result},
    tx::Tx,
};

/// Completions of one course that are looked at, at most; the soonest due count.
const MOST: i64 = 30_000;
/// Days for which somebody who is overdue still counts; later they are taken to have given it up.
const OVERDUE: i64 = 90;

/// When a completion must be repeated; none where there is none, or it is valid for ever. Months are those of UTC's
/// calendar; a 31st falls back to the month's last day.
pub(crate) fn due(row: &registration::Model, course: &course::Model) -> Option<DateTime<Utc>> {
    let months = course.validity_months.filter(|_| is_done(row))?;
    later(row.completed_at?, months)
}

fn later(at: DateTime<Utc>, months: i32) -> Option<DateTime<Utc>> {
    at.checked_add_months(Months::new(months.unsigned_abs()))
}

/// How many learners of a course, or of one of its managers, have to take it again on each day of UTC until `until`,
/// the soonest first. Who is overdue, by 90 days at most, counts now; who began the next cycle or cannot sign in any
/// more does not.
pub(crate) async fn ahead(
    db: &impl ConnectionTrait,
    course: &course::Model,
    manager: Option<UserId>,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<(DateTime<Utc>, i64)>> {
    let Some(months) = course.validity_months else {
        return Ok(vec![]);
    };
    let back = |at: DateTime<Utc>| at.checked_sub_months(Months::new(months.unsigned_abs())).unwrap_or(at);
    // A month's last days are one in the next: three days more are read, and looked at below.
    let (overdue, slack) = (now - TimeDelta::days(OVERDUE), TimeDelta::days(3));
    let values = [
        Tx::uuid(course.id),
        (back(overdue) - slack).into(),
        (back(until) + slack).into(),
        MOST.into(),
        manager.map(|user| user.0).into(),
    ];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql(db), values);
    let mut days = Vec::new();
    for row in db.query_all_raw(statement).await? {
        let day: String = row.try_get_by_index(0)?;
        let day: NaiveDate = day.parse().map_err(Error::fault)?;
        let at = later(day.and_time(NaiveTime::MIN).and_utc(), months);
        if let Some(at) = at.filter(|at| *at > overdue && *at <= until) {
            days.push((at.max(now), row.try_get_by_index(1)?));
        }
    }
    Ok(days)
}

fn sql(db: &impl ConnectionTrait) -> String {
    let (day, p, any) = match db.get_database_backend() {
        DbBackend::Postgres => ("to_char(completed_at at time zone 'UTC', 'YYYY-MM-DD')", '$', "::uuid"),
        _ => ("substr(completed_at, 1, 10)", '?', ""),
    };
    format!(
        "select {day}, count(*) from (
             select r.completed_at from registration r join users u on u.id = r.user_id
             where r.course_id = {p}1 and r.completed_at > {p}2 and r.completed_at <= {p}3
               and ({p}5{any} is null or r.manager_id = {p}5)
               and r.state = 'active' and r.completion = 'completed' and r.success <> 'failed'
               and u.state = 'active'
               and not exists (select 1 from registration next where next.user_id = r.user_id
                   and next.course_id = r.course_id and next.cycle > r.cycle)
             order by r.completed_at limit {p}4) due
         group by 1 order by 1"
    )
}
