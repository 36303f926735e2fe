//! When periods begin: the same day and hour of the organization's own calendar, month after month.

use chrono::{DateTime, LocalResult, Months, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::fault::{Error, Result};

/// The instant `months` after an anchor, on the anchor's local day and hour (`spec/credits.md` 4).
///
/// Always counted from the anchor itself, so that a 31st falls back to a month's last day and comes back to the
/// 31st where there is one. An hour that a clock change skips is as much later as was skipped; of an hour that
/// comes twice it is the first.
///
/// # Errors
/// A fault where the calendar ends.
pub fn after(anchor: DateTime<Utc>, zone: Tz, months: u32) -> Result<DateTime<Utc>> {
    let local = anchor.with_timezone(&zone).naive_local();
    let moved = local.checked_add_months(Months::new(months));
    let moved = moved.ok_or_else(|| Error::fault("a period beyond the calendar"))?;
    Ok(instant(moved, zone))
}

/// When this day and hour of a clock is; of an hour that is skipped or comes twice as [`after`].
pub(crate) fn instant(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => {
            // Two days back every clock still shows the old time, also where a whole day was skipped.
            let before = TimeDelta::days(2);
            zone.from_local_datetime(&(local - before))
                .earliest()
                .map_or_else(|| local.and_utc(), |at| at.to_utc() + before)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn local(anchor: &str, zone: Tz, months: u32) -> String {
        let at = after(at(anchor), zone, months).expect("within the calendar");
        at.with_timezone(&zone).format("%F %R").to_string()
    }

    #[test]
    fn the_31st_falls_back_to_the_last_day_and_returns() {
        let days = (0..=14).map(|months| local("2026-12-31T10:00:00Z", Tz::UTC, months)[..10].to_owned());
        let days: Vec<String> = days.collect();
        assert_eq!(
            &days[..5],
            ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
        );
        assert_eq!(days[14], "2028-02-29", "a leap year");
    }

    #[test]
    fn a_leap_day_is_the_28th_in_other_years_and_itself_in_the_next_leap_year() {
        for (months, day) in [(12, "2029-02-28"), (24, "2030-02-28"), (48, "2032-02-29")] {
            assert_eq!(&local("2028-02-29T12:00:00Z", Tz::UTC, months)[..10], day);
        }
    }

    #[test]
    fn the_hour_is_the_local_one_on_both_sides_of_a_clock_change() {
        let zone = Tz::Europe__Berlin;
        assert_eq!(local("2026-03-02T09:05:00Z", zone, 0), "2026-03-02 10:05");
        assert_eq!(local("2026-03-02T09:05:00Z", zone, 1), "2026-04-02 10:05");
        assert_eq!(
            after(at("2026-03-02T09:05:00Z"), zone, 1).expect("fits"),
            at("2026-04-02T08:05:00Z")
        );
    }

    #[test]
    fn skipped_hours_move_on_and_doubled_ones_come_first() {
        let zone = Tz::Europe__Berlin;
        // 02:30 does not exist on March 29, 2026: an hour was skipped.
        assert_eq!(
            after(at("2026-02-28T01:30:00Z"), zone, 0).expect("fits"),
            at("2026-02-28T01:30:00Z")
        );
        assert_eq!(
            after(at("2026-01-29T01:30:00Z"), zone, 2).expect("fits"),
            at("2026-03-29T01:30:00Z")
        );
        assert_eq!(local("2026-01-29T01:30:00Z", zone, 2), "2026-03-29 03:30");
        // 02:30 comes twice on October 25, 2026: first in summer time.
        assert_eq!(
            after(at("2026-09-25T00:30:00Z"), zone, 1).expect("fits"),
            at("2026-10-25T00:30:00Z")
        );
        // Samoa skipped December 30, 2011 altogether.
        assert_eq!(local("2011-11-30T20:00:00Z", Tz::Pacific__Apia, 1), "2011-12-31 10:00");
    }
}
