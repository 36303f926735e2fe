//! Numbers, times and durations as people read them.

use chrono::{DateTime, NaiveDate, Utc};
use lectern_contract::sizes::grouped;

use crate::caller::person;

/// A whole number with its thousands grouped, minus as a real minus.
pub fn number(n: i64) -> String {
    let text = grouped(n.unsigned_abs());
    if n < 0 { format!("−{text}") } else { text }
}

/// The same for counts.
pub fn count(n: u64) -> String {
    number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// "1 credit", "2 credits".
pub fn plural(n: i64, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{} {many}", number(n))
    }
}

fn zoned(at: DateTime<Utc>) -> DateTime<chrono_tz::Tz> {
    in_zone(at, &person().map(|person| person.time_zone).unwrap_or_default())
}

fn in_zone(at: DateTime<Utc>, zone: &str) -> DateTime<chrono_tz::Tz> {
    at.with_timezone(&zone.parse().unwrap_or(chrono_tz::UTC))
}

/// A day in the organization's time zone.
pub fn day(at: DateTime<Utc>) -> String {
    zoned(at).format("%b %-d, %Y").to_string()
}

/// A day that is one already.
pub fn date(day: NaiveDate) -> String {
    day.format("%b %-d, %Y").to_string()
}

/// A day in a time zone, for those who are not signed in; UTC where it is no zone.
pub fn day_in(at: DateTime<Utc>, zone: &str) -> String {
    in_zone(at, zone).format("%b %-d, %Y").to_string()
}

/// A day and minute in the organization's time zone.
pub fn minute(at: DateTime<Utc>) -> String {
    zoned(at).format("%b %-d, %Y, %H:%M").to_string()
}

/// A length of time: "1 h 5 min", "12 min", "40 s".
pub fn duration(seconds: i64) -> String {
    match seconds {
        0 => "–".into(),
        1..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        _ => format!("{} h {} min", number(seconds / 3600), seconds % 3600 / 60),
    }
}

/// A score from −1 to 1 in percent.
pub fn score(score: Option<f64>) -> String {
    score.map_or_else(|| "–".into(), |score| format!("{:.0} %", score * 100.0))
}

/// A size in bytes, as people say it.
#[allow(clippy::cast_precision_loss, reason = "shown with one digit")]
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// Text as a value in an address.
pub fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_signed() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(16_000), "16,000");
        assert_eq!(number(-2_260), "−2,260");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(plural(1, "credit", "credits"), "1 credit");
        assert_eq!(plural(1_000, "credit", "credits"), "1,000 credits");
    }

    #[test]
    fn a_day_is_the_one_of_the_time_zone() {
        let at = "2026-06-02T23:30:00Z".parse().expect("a time");
        assert_eq!(day_in(at, "Europe/Berlin"), "Jun 3, 2026");
        assert_eq!(day_in(at, "nowhere"), "Jun 2, 2026");
    }

    #[test]
    fn times_and_sizes_are_short() {
        assert_eq!(duration(0), "–");
        assert_eq!(duration(59), "59 s");
        assert_eq!(duration(3_900), "1 h 5 min");
        assert_eq!(score(Some(0.856)), "86 %");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1_500_000), "1.5 MB");
    }
}
