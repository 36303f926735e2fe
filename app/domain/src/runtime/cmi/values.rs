//! Values: numbers, words, times.

use super::element::Kind;
use super::problem::ValueProblem;
use super::{Standard, durations};

/// Checks a value that is not empty. `Ok(true)` when it is longer than the standard says.
pub(super) fn check(kind: Kind, standard: Standard, value: &str) -> Result<bool, ValueProblem> {
    match kind {
        Kind::ReadOnly => Ok(false),
        Kind::Text { standard, most } => {
            let length = value.encode_utf16().count();
            if length > most {
                Err(ValueProblem::TooLong { length, most })
            } else {
                Ok(length > standard)
            }
        }
        Kind::Number { least, most } => match number(value) {
            None => Err(ValueProblem::NotANumber),
            Some(number) if (least..=most).contains(&number) => Ok(false),
            Some(_) => Err(ValueProblem::OutOfRange { least, most }),
        },
        Kind::Word(words) => known(words.contains(&value), ValueProblem::NotAWord),
        Kind::WordOrNumber(words) => known(
            words.contains(&value) || number(value).is_some(),
            ValueProblem::NotAWord,
        ),
        Kind::Duration => known(durations::parse(standard, value).is_some(), ValueProblem::NotADuration),
        Kind::TimeOfDay => known(is_time_of_day(value), ValueProblem::NotATime),
        Kind::PointInTime => known(is_point_in_time(value), ValueProblem::NotATime),
        Kind::Navigation => known(is_navigation(value), ValueProblem::NotAWord),
    }
}

fn known(is_known: bool, problem: ValueProblem) -> Result<bool, ValueProblem> {
    if is_known { Ok(false) } else { Err(problem) }
}

/// A decimal number as the standards write it: no exponent, no infinity.
pub(super) fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.len() <= 40
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().any(|byte| byte.is_ascii_digit());
    if plain {
        text.parse().ok().filter(|number: &f64| number.is_finite())
    } else {
        None
    }
}

/// `HH:MM:SS` with an optional fraction.
fn is_time_of_day(text: &str) -> bool {
    let mut parts = text.split(':');
    let (Some(hours), Some(minutes), Some(seconds), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    two(hours, 23) && two(minutes, 59) && two(seconds, 59) && is_fraction(fraction)
}

/// `YYYY[-MM[-DD[Thh[:mm[:ss[.s][zone]]]]]]`.
fn is_point_in_time(text: &str) -> bool {
    let (date, time) = text
        .split_once('T')
        .map_or((text, None), |(date, time)| (date, Some(time)));
    let mut parts = date.split('-');
    let year = parts
        .next()
        .is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    let (month, day, more) = (parts.next(), parts.next(), parts.next());
    let is_date = year
        && month.is_none_or(|month| two(month, 12) && month != "00")
        && day.is_none_or(|day| two(day, 31) && day != "00")
        && more.is_none();
    is_date && time.is_none_or(|time| day.is_some() && is_zoned_time(time))
}

fn is_zoned_time(text: &str) -> bool {
    let zone_at = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (time, zone) = text.split_at(zone_at);
    let is_zone = match zone {
        "" | "Z" => true,
        _ => zone.get(1..).is_some_and(|offset| {
            let (hours, minutes) = offset.split_once(':').unwrap_or((offset, "00"));
            !zone.starts_with('Z') && two(hours, 14) && two(minutes, 59)
        }),
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = time.split(':');
    let (hours, minutes, seconds, more) = (parts.next(), parts.next(), parts.next(), parts.next());
    is_zone
        && is_fraction(fraction)
        && hours.is_some_and(|hours| two(hours, 23))
        && minutes.is_none_or(|minutes| two(minutes, 59))
        && seconds.is_none_or(|seconds| two(seconds, 59))
        && more.is_none()
}

fn two(digits: &str, most: u8) -> bool {
    digits.len() == 2
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.parse::<u8>().is_ok_and(|n| n <= most)
}

fn is_fraction(digits: &str) -> bool {
    (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A navigation request, or a `{target=…}` of one.
fn is_navigation(text: &str) -> bool {
    const WORDS: [&str; 8] = [
        "continue",
        "previous",
        "exit",
        "exitAll",
        "abandon",
        "abandonAll",
        "suspendAll",
        "_none_",
    ];
    let target = text.strip_prefix("{target=").and_then(|rest| rest.split_once('}'));
    WORDS.contains(&text)
        || target.is_some_and(|(id, word)| !id.is_empty() && id.len() <= 4_000 && matches!(word, "choice" | "jump"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_decimals() {
        for text in ["0", "-1", "+1.5", "1.0000000", ".5", "5."] {
            assert!(number(text).is_some(), "{text}");
        }
        for text in [
            "", ".", "-", "1e5", "inf", "NaN", "1,5", " 1", "1 ", "0x1", "--1", "1.2.3", "٣",
        ] {
            assert!(number(text).is_none(), "{text}");
        }
    }

    #[test]
    fn times_have_the_form_of_their_standard() {
        for text in [
            "2026",
            "2026-11",
            "2026-11-05",
            "2026-11-05T10",
            "2026-11-05T10:11:12",
            "2026-11-05T10:11:12.123Z",
            "2026-11-05T10:11:12.1+01:00",
            "2026-11-05T10:11:12-05",
        ] {
            assert!(is_point_in_time(text), "{text}");
        }
        for text in [
            "",
            "26",
            "2026-13",
            "2026-00-01",
            "2026-11-32",
            "2026T10",
            "2026-11-05T",
            "2026-11-05T24",
            "2026-11-05T10:11:12Zx",
            "2026-11-05T10:11:12+",
            "2026-11-05T10:11:12.Z",
            "é026",
        ] {
            assert!(!is_point_in_time(text), "{text}");
        }
        assert!(is_time_of_day("23:59:59.99") && is_time_of_day("00:00:00"));
        assert!(!is_time_of_day("24:00:00") && !is_time_of_day("1:00:00") && !is_time_of_day("00:00"));
    }

    #[test]
    fn navigation_is_a_word_or_a_target() {
        for text in ["continue", "_none_", "{target=item_1}choice", "{target=a}jump"] {
            assert!(is_navigation(text), "{text}");
        }
        for text in ["", "Continue", "{target=}choice", "{target=a}exit", "{target=a"] {
            assert!(!is_navigation(text), "{text}");
        }
    }
}
