//! Durations of both standards, to and from centiseconds.

use super::Standard;

const SECOND: u64 = 100;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// A twelfth of a year: 30.4375 days.
const MONTH: u64 = YEAR / 12;
/// 365.25 days, as ADL's sample run-time counts.
const YEAR: u64 = 1_461 * DAY / 4;
/// The longest 1.2 duration that has four digits of hours: `9999:59:59.99`.
const LONGEST_12: u64 = 10_000 * HOUR - 1;

/// Reads `HHHH:MM:SS.SS` (1.2) or an ISO 8601 duration (2004 and the web) as centiseconds.
///
/// Further digits of a fraction are cut. `None` for anything else, and for what is too long to count.
#[must_use]
pub fn parse(standard: Standard, text: &str) -> Option<u64> {
    match standard {
        Standard::Scorm12 => parse_12(text),
        Standard::Scorm2004 | Standard::Web => parse_2004(text),
    }
}

/// Writes centiseconds in the standard's form: `0001:05:03.50` or `PT1H5M3.5S`.
///
/// 1.2 ends at `9999:59:59.99`.
#[must_use]
pub fn format(standard: Standard, centiseconds: u64) -> String {
    match standard {
        Standard::Scorm12 => format_12(centiseconds.min(LONGEST_12)),
        Standard::Scorm2004 | Standard::Web => format_2004(centiseconds),
    }
}

fn parse_12(text: &str) -> Option<u64> {
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let (whole, fraction) = seconds
        .split_once('.')
        .map_or((seconds, None), |(whole, part)| (whole, Some(part)));
    let shape = parts.next().is_none() && (2..=4).contains(&hours.len()) && minutes.len() == 2 && whole.len() == 2;
    if !shape {
        return None;
    }
    let time = number(hours)? * HOUR + number(minutes)? * MINUTE + number(whole)? * SECOND;
    Some(time + fraction.map_or(Some(0), hundredths)?)
}

fn parse_2004(text: &str) -> Option<u64> {
    let rest = text.strip_prefix('P')?;
    let (date, time) = rest
        .split_once('T')
        .map_or((rest, None), |(date, time)| (date, Some(time)));
    if time.map_or(date.is_empty(), str::is_empty) {
        return None;
    }
    let date = sum(date, &[('Y', YEAR), ('M', MONTH), ('D', DAY)])?;
    let time = sum(time.unwrap_or_default(), &[('H', HOUR), ('M', MINUTE), ('S', SECOND)])?;
    date.checked_add(time)
}

/// Adds up `1H5M3.5S`: each unit at most once, in this order, a fraction only with seconds.
fn sum(mut text: &str, units: &[(char, u64)]) -> Option<u64> {
    let mut total = 0_u64;
    let mut units = units.iter();
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let unit = text[end..].chars().next()?;
        let (_, length) = units.find(|(name, _)| *name == unit)?;
        let (whole, fraction) = match text[..end].split_once('.') {
            Some((whole, fraction)) if unit == 'S' => (whole, hundredths(fraction)?),
            Some(_) => return None,
            None => (&text[..end], 0),
        };
        total = total
            .checked_add(number(whole)?.checked_mul(*length)?)?
            .checked_add(fraction)?;
        text = &text[end + 1..];
    }
    Some(total)
}

fn number(digits: &str) -> Option<u64> {
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

/// The first two digits of a fraction.
fn hundredths(digits: &str) -> Option<u64> {
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number(&format!("{digits:0<2}")[..2])
}

fn format_12(time: u64) -> String {
    let (hours, minutes, seconds) = (time / HOUR, time / MINUTE % 60, time / SECOND % 60);
    let fraction = match time % SECOND {
        0 => String::new(),
        part => format!(".{part:02}"),
    };
    format!("{hours:04}:{minutes:02}:{seconds:02}{fraction}")
}

fn format_2004(time: u64) -> String {
    let (hours, minutes, seconds) = (time / HOUR, time / MINUTE % 60, time / SECOND % 60);
    let fraction = format!(".{:02}", time % SECOND);
    let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
    let unit = |value: u64, unit: &str| {
        if value == 0 {
            String::new()
        } else {
            format!("{value}{unit}")
        }
    };
    let seconds = if time.is_multiple_of(MINUTE) {
        String::new()
    } else {
        format!("{seconds}{fraction}S")
    };
    match unit(hours, "H") + &unit(minutes, "M") + &seconds {
        empty if empty.is_empty() => "PT0S".to_owned(),
        parts => format!("PT{parts}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_standards_read_and_write_the_same_time() {
        for (cs, old, new) in [
            (0, "0000:00:00", "PT0S"),
            (350, "0000:00:03.50", "PT3.5S"),
            (390_350, "0001:05:03.50", "PT1H5M3.5S"),
            (5, "0000:00:00.05", "PT0.05S"),
            (6_000, "0000:01:00", "PT1M"),
            (9_999 * HOUR, "9999:00:00", "PT9999H"),
        ] {
            assert_eq!(format(Standard::Scorm12, cs), old);
            assert_eq!(format(Standard::Scorm2004, cs), new);
            assert_eq!(parse(Standard::Scorm12, old), Some(cs));
            assert_eq!(parse(Standard::Scorm2004, new), Some(cs));
        }
        assert_eq!(format(Standard::Scorm12, u64::MAX), "9999:59:59.99");
    }

    #[test]
    fn durations_are_read_as_the_standards_write_them() {
        for (text, cs) in [
            ("P1Y", Some(YEAR)),
            ("P1M", Some(YEAR / 12)),
            ("P1DT1M", Some(DAY + MINUTE)),
            ("PT90M", Some(90 * MINUTE)),
            ("PT0.129S", Some(12)),
            ("PT0H0M0S", Some(0)),
            ("P", None),
            ("PT", None),
            ("P1DT", None),
            ("PT1M1H", None),
            ("PT1H1H", None),
            ("PT1.5H", None),
            ("PT.5S", None),
            ("PT5.S", None),
            ("PT1S ", None),
            ("-PT1S", None),
            ("P1W", None),
            ("PT٣S", None),
            ("P99999999999999999999Y", None),
            ("P9999999999999999999Y", None),
        ] {
            assert_eq!(parse(Standard::Scorm2004, text), cs, "{text}");
        }
        for (text, cs) in [
            ("00:00:01.5", Some(150)),
            ("00:00:01.567", Some(156)),
            ("0:00:01", None),
            ("00000:00:01", None),
            ("00:0:01", None),
            ("00:00:1", None),
            ("00:00:01.", None),
            ("+1:00:01", None),
            ("00:75:01", Some(75 * MINUTE + 100)),
            ("", None),
        ] {
            assert_eq!(parse(Standard::Scorm12, text), cs, "{text}");
        }
    }
}
