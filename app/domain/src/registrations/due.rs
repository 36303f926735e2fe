//! Recertification: where a course says how long its completion is valid, it falls due again, and beginning it again is
//! a new cycle that takes a new credit (`spec/credits.md` 13, `spec/runtime.md` Certificates).

use chrono::{DateTime, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use lectern_contract::{UserId, courses::CourseState};
use lectern_entities::{course, registration};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbBackend, Statement, sea_query::Expr};

use super::is_done;
use crate::{
    fault::{Error, Result},
    tx::Tx,
};

/// Completions of one course that are looked at, at most; the soonest due count.
const MOST: i64 = 30_000;
/// Days for which somebody who is overdue still counts; later they are taken to have given it up.
const OVERDUE: i64 = 90;
/// Whose completion has to be repeated once it is due: they have access, can sign in, and did not begin the next cycle.
const OWES: &str = "registration.state = 'active'
    and registration.completion = 'completed' and registration.success <> 'failed'
    and exists (select 1 from users u where u.id = registration.user_id and u.state = 'active')
    and not exists (select 1 from registration next where next.user_id = registration.user_id
        and next.course_id = registration.course_id and next.cycle > registration.cycle)";

/// When a completion must be repeated; none where there is none, or it is valid for ever. Months are those of UTC's
/// calendar; a 31st falls back to the month's last day.
pub(crate) fn due(row: &registration::Model, course: &course::Model) -> Option<DateTime<Utc>> {
    let months = course.validity_months.filter(|_| is_done(row))?;
    later(row.completed_at?, months)
}

fn later(at: DateTime<Utc>, months: i32) -> Option<DateTime<Utc>> {
    at.checked_add_months(Months::new(months.unsigned_abs()))
}

/// For how many months a completion is valid, where anybody has to repeat it: nobody is enrolled in an archived course.
fn repeated_after(course: &course::Model) -> Option<i32> {
    course.validity_months.filter(|_| course.state != CourseState::Archived)
}

/// When those completed the course who have to take it again by a day of UTC, overdue ones among them: from the first
/// instant until before the second.
fn completed(months: i32, now: DateTime<Utc>, until: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let overdue = now - TimeDelta::days(OVERDUE);
    (due_after(overdue, months), due_after(until, months))
}

/// The beginning of the first day of completions that fall due after the day of this instant. Several days may fall due
/// on one, a month's last.
pub(super) fn due_after(at: DateTime<Utc>, months: i32) -> DateTime<Utc> {
    let (day, months) = (at.date_naive(), Months::new(months.unsigned_abs()));
    let is_after = |completed: &NaiveDate| completed.checked_add_months(months).is_none_or(|due| due > day);
    let last = day.checked_sub_months(months).unwrap_or(day);
    let first = last.iter_days().find(is_after);
    first.unwrap_or(day).and_time(NaiveTime::MIN).and_utc()
}

/// The registrations on a course that have to be repeated until then: those that [`ahead`] counts, and beyond its limit
/// the rest. None where nobody has to.
pub(super) fn among(course: &course::Model, now: DateTime<Utc>, until: DateTime<Utc>) -> Option<Condition> {
    Some(owing(completed(repeated_after(course)?, now, until)))
}

/// Those whose day of UTC is near: `days` away at most, and not as long ago. None where nobody has to repeat it.
pub(super) fn near(course: &course::Model, now: DateTime<Utc>, days: TimeDelta) -> Option<Condition> {
    let months = repeated_after(course)?;
    Some(owing((due_after(now - days, months), due_after(now + days, months))))
}

/// The registrations completed in this time that have to be repeated.
pub(super) fn owing((from, to): (DateTime<Utc>, DateTime<Utc>)) -> Condition {
    Condition::all()
        .add(registration::Column::CompletedAt.gte(from))
        .add(registration::Column::CompletedAt.lt(to))
        .add(Expr::cust(OWES))
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
    let Some(months) = repeated_after(course) else {
        return Ok(vec![]);
    };
    let (from, to) = completed(months, now, until);
    let values = [
        Tx::uuid(course.id),
        from.into(),
        to.into(),
        MOST.into(),
        manager.map(|user| user.0).into(),
    ];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql(db), values);
    let mut days = Vec::new();
    for row in db.query_all_raw(statement).await? {
        let day: String = row.try_get_by_index(0)?;
        let day: NaiveDate = day.parse().map_err(Error::fault)?;
        if let Some(at) = later(day.and_time(NaiveTime::MIN).and_utc(), months) {
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
             select completed_at from registration
             where course_id = {p}1 and completed_at >= {p}2 and completed_at < {p}3
               and ({p}5{any} is null or manager_id = {p}5) and {OWES}
             order by completed_at limit {p}4) due
         group by 1 order by 1"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_of_completions_is_what_falls_due_in_it() {
        let midday: DateTime<Utc> = "2027-12-15T12:00:00Z".parse().expect("an instant");
        for months in [1, 2, 11, 12, 13, 120] {
            for days in 0..800 {
                let at = midday + TimeDelta::days(days);
                let first = due_after(at, months);
                let falls_due = |completed| later(completed, months).expect("a day").date_naive();
                assert!(falls_due(first) > at.date_naive(), "{months} months, {at}");
                let before = first - TimeDelta::seconds(1);
                assert!(falls_due(before) <= at.date_naive(), "{months} months, {at}");
            }
        }
    }

    #[test]
    fn a_months_last_days_fall_due_together() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let begins = |day, months| due_after(at(day), months).date_naive().to_string();
        assert_eq!(begins("2026-02-27T23:59:59Z", 1), "2026-01-28");
        assert_eq!(begins("2026-02-28T00:00:00Z", 1), "2026-02-01");
        assert_eq!(begins("2026-03-31T09:00:00Z", 1), "2026-03-01");
        assert_eq!(begins("2028-02-29T09:00:00Z", 12), "2027-03-01");
    }
}
