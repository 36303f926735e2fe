//! When an invitation is reminded of (`spec/credits.md`, state machine: day 3, day 7, two days before its end).
//!
//! The last call, two days before the end, matters most. Day 3 and day 7 are only where they come at least a day before
//! it, so that no two reminders fall on one day and none comes after the last call. The last call itself is only where
//! it comes at least a day after the letter. So an invitation for 1 or 2 days has no reminder, one for 3, 4 or 5 days
//! has the last call alone, one for 6 to 9 days has day 3 and the last call, and from 10 days on there are three.

use chrono::{DateTime, TimeDelta, Utc};

/// After the letter.
const EARLY: [TimeDelta; 2] = [TimeDelta::days(3), TimeDelta::days(7)];
/// Before the end.
const LAST_CALL: TimeDelta = TimeDelta::days(2);
/// The least time between any two letters.
const DAY: TimeDelta = TimeDelta::days(1);

/// Every instant at which an invitation that was last sent then, and ends then, is to be reminded of; the first first.
fn instants(sent: DateTime<Utc>, ends: DateTime<Utc>) -> impl DoubleEndedIterator<Item = DateTime<Utc>> {
    let last = Some(ends - LAST_CALL).filter(|last| *last >= sent + DAY);
    let early = EARLY.map(|after| sent + after);
    let early = early
        .into_iter()
        .filter(move |at| last.is_some_and(|last| *at + DAY <= last));
    early.chain(last)
}

/// The next reminder after `now`.
pub(in crate::invitations) fn next(
    sent: DateTime<Utc>,
    ends: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    instants(sent, ends).find(|at| *at > now)
}

/// The latest reminder that is due by `now`. Those before it are too late to be sent.
pub(super) fn due(sent: DateTime<Utc>, ends: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    instants(sent, ends).rfind(|at| *at <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: DateTime<Utc> = DateTime::from_timestamp(1_772_442_000, 0).expect("a valid instant");

    fn days(life: i64) -> Vec<i64> {
        instants(SENT, SENT + TimeDelta::days(life))
            .map(|at| (at - SENT).num_days())
            .collect()
    }

    #[test]
    fn short_invitations_are_reminded_of_less() {
        let expected: [&[i64]; 11] = [
            &[],
            &[],
            &[1],
            &[2],
            &[3],
            &[3, 4],
            &[3, 5],
            &[3, 6],
            &[3, 7],
            &[3, 7, 8],
            &[3, 7, 9],
        ];
        for (life, expected) in (1..).zip(expected) {
            assert_eq!(days(life), expected, "{life} days");
        }
        assert_eq!(days(30), [3, 7, 28]);
        assert_eq!(days(180), [3, 7, 178]);
    }

    #[test]
    fn only_the_latest_is_due_and_the_next_comes_after_now() {
        let ends = SENT + TimeDelta::days(30);
        let at = |days: i64| SENT + TimeDelta::days(days);
        let just = TimeDelta::microseconds(1);
        assert_eq!(due(SENT, ends, at(3) - just), None);
        assert_eq!(due(SENT, ends, at(3)), Some(at(3)));
        assert_eq!(due(SENT, ends, at(20)), Some(at(7)));
        assert_eq!(due(SENT, ends, at(29)), Some(at(28)));
        assert_eq!(next(SENT, ends, SENT), Some(at(3)));
        assert_eq!(next(SENT, ends, at(3)), Some(at(7)));
        assert_eq!(next(SENT, ends, at(20)), Some(at(28)));
        assert_eq!(next(SENT, ends, at(28)), None);
    }
}
