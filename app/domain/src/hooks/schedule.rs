//! When a delivery is tried again.

use chrono::{DateTime, TimeDelta, Utc};

/// The longest first pause; it doubles with each try.
const FIRST: TimeDelta = TimeDelta::seconds(10);
/// The longest pause there is, also for one that the other side asks for.
const LONGEST: TimeDelta = TimeDelta::hours(2);
/// The shortest.
const SHORTEST: TimeDelta = TimeDelta::seconds(1);

/// When to try again after the `tries`-th try (from 1) failed at `now`; none where it was the last.
///
/// Exponential back-off with full jitter: any moment up to 10 s · 2^(tries − 1), but 2 h at most, so that those who
/// failed together do not come back together. A pause the other side `asked` for is kept instead, between 1 s and
/// 2 h. The last try is made at `give_up`, not before.
pub fn next(
    tries: i32,
    asked: Option<TimeDelta>,
    chance: [u8; 32],
    now: DateTime<Utc>,
    give_up: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if now >= give_up {
        return None;
    }
    let pause = asked.unwrap_or_else(|| jittered(tries, chance));
    Some((now + pause.clamp(SHORTEST, LONGEST)).min(give_up))
}

fn jittered(tries: i32, chance: [u8; 32]) -> TimeDelta {
    let doublings = u32::try_from(tries - 1).unwrap_or(0).min(20);
    let ceiling = (FIRST.num_milliseconds() << doublings).min(LONGEST.num_milliseconds());
    let [a, b, c, d, ..] = chance;
    let dice = i64::from(u32::from_be_bytes([a, b, c, d]));
    TimeDelta::milliseconds(ceiling * dice / i64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: DateTime<Utc> = DateTime::from_timestamp(1_772_442_000, 0).expect("an instant");
    const DAY: TimeDelta = TimeDelta::days(1);

    fn pause(tries: i32, asked: Option<i64>, chance: u8) -> TimeDelta {
        let asked = asked.map(TimeDelta::seconds);
        next(tries, asked, [chance; 32], NOW, NOW + DAY).expect("another try") - NOW
    }

    #[test]
    fn pauses_are_anywhere_up_to_a_ceiling_that_doubles() {
        for (tries, seconds) in [
            (1, 10),
            (2, 20),
            (3, 40),
            (10, 5_120),
            (11, 7_200),
            (40, 7_200),
            (i32::MAX, 7_200),
        ] {
            assert_eq!(pause(tries, None, 255), TimeDelta::seconds(seconds), "{tries}");
            assert_eq!(pause(tries, None, 0), SHORTEST, "{tries}: but not at once");
            let half = pause(tries, None, 128);
            assert!(half > TimeDelta::seconds(seconds) / 3 && half < TimeDelta::seconds(seconds) * 2 / 3);
        }
    }

    #[test]
    fn a_pause_that_is_asked_for_is_kept_within_bounds() {
        for (asked, kept) in [
            (-5, 1),
            (0, 1),
            (30, 30),
            (7_200, 7_200),
            (999_999, 7_200),
            (i64::MAX / 1_000, 7_200),
        ] {
            assert_eq!(pause(1, Some(asked), 255), TimeDelta::seconds(kept), "{asked}");
        }
    }

    #[test]
    fn it_ends_after_a_day_with_a_try_at_the_end() {
        let end = NOW + DAY;
        let late = end - TimeDelta::minutes(5);
        assert_eq!(next(30, None, [255; 32], late, end), Some(end));
        assert_eq!(next(31, None, [255; 32], end, end), None);
        assert_eq!(next(31, Some(DAY), [255; 32], end, end), None);
        let (mut at, mut tries) = (NOW, 0);
        while let Some(next) = next(tries + 1, None, [128; 32], at, end) {
            assert!(next > at && next <= end);
            (at, tries) = (next, tries + 1);
        }
        assert!((15..60).contains(&tries), "{tries} tries in a day");
    }
}
