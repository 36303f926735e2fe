//! Logs that are read by their newest rows: ids are UUIDs of version 7, so they sort by age and a period is a range of
//! them. A page far back costs what the first costs, and rows that come meanwhile move none.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use lectern_contract::paging::{LogQuery, Slice};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::fault::Result;

/// The period of a query as a range of ids, in the organization's time zone.
pub(crate) fn period<C: ColumnTrait>(id: C, query: &LogQuery, zone: &str) -> Condition {
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    let next = |day: NaiveDate| day.checked_add_days(Days::new(1)).unwrap_or(day);
    Condition::all()
        .add_option(query.from.map(|day| id.gte(first_id(midnight(zone, day)))))
        .add_option(query.to.map(|day| id.lt(first_id(midnight(zone, next(day))))))
}

/// The first instant of a day; where the clocks skip midnight, the first that there is.
fn midnight(zone: chrono_tz::Tz, day: NaiveDate) -> DateTime<Utc> {
    let start = day.and_time(NaiveTime::MIN);
    let local = (0..24).find_map(|hour| {
        zone.from_local_datetime(&(start + chrono::TimeDelta::hours(hour)))
            .earliest()
    });
    local.map_or_else(|| start.and_utc(), |at| at.to_utc())
}

/// The smallest id that anything of this instant can have.
pub(crate) fn first_id(at: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

/// The window of a select that the query asks for, `size` rows at most, the newest first; its `newer` and `older` say
/// whether there is more.
///
/// # Errors
/// The database's own.
pub(crate) async fn slice<E: EntityTrait>(
    db: &impl ConnectionTrait,
    select: Select<E>,
    id: E::Column,
    key: impl Fn(&E::Model) -> Uuid,
    query: &LogQuery,
    size: u64,
) -> Result<Slice<E::Model>> {
    let mut rows = ordered(select, id, query).limit(size + 1).all(db).await?;
    let more = rows.len() as u64 > size;
    rows.truncate(usize::try_from(size).unwrap_or(usize::MAX));
    if query.after.is_some() {
        rows.reverse();
    }
    let (newer, older) = match (query.after, query.before) {
        (Some(_), _) => (more, true),
        (None, before) => (before.is_some(), more),
    };
    Ok(Slice {
        newer: rows.first().filter(|_| newer).map(&key),
        older: rows.last().filter(|_| older).map(&key),
        rows,
    })
}

/// The rows on the asked side of a row, those next to it first.
pub(crate) fn ordered<E: EntityTrait>(select: Select<E>, id: E::Column, query: &LogQuery) -> Select<E> {
    match (query.after, query.before) {
        (Some(after), _) => select.filter(id.gt(after)).order_by_asc(id),
        (None, Some(before)) => select.filter(id.lt(before)).order_by_desc(id),
        (None, None) => select.order_by_desc(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_its_clocks_do() {
        let zone: chrono_tz::Tz = "America/Santiago".parse().expect("a zone");
        let day = "2026-09-06".parse().expect("a day");
        // That night the clocks go from 24:00 to 01:00.
        assert_eq!(midnight(zone, day).to_rfc3339(), "2026-09-06T04:00:00+00:00");
        let berlin = "Europe/Berlin".parse().expect("a zone");
        assert_eq!(midnight(berlin, day).to_rfc3339(), "2026-09-05T22:00:00+00:00");
    }

    #[test]
    fn ids_of_a_later_instant_are_larger() {
        let at = "2026-06-01T00:00:00Z".parse::<DateTime<Utc>>().expect("a time");
        let id = uuid::Builder::from_unix_timestamp_millis(1_780_272_000_000, &[255; 10]).into_uuid();
        assert!(first_id(at) < id);
        assert!(id < first_id(at + chrono::TimeDelta::milliseconds(1)));
    }
}
