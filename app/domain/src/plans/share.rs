//! How many credits: of a period, and of the rest of one. Whole numbers only.

use chrono::{DateTime, Utc};
use lectern_contract::{
    plans::{Billing, Share},
    settings::Proration,
};

/// What the `after`-th period from the anchor (0 is the first) grants of `credits` a year (`spec/credits.md` 4).
///
/// Monthly, part k of 12 is ⌊N·k/12⌋ − ⌊N·(k−1)/12⌋, so that twelve parts make N; by the setting `floor` it is
/// ⌊N/12⌋ each.
pub fn of_period(credits: i64, billing: Billing, after: i32, proration: Proration) -> Share {
    let part = (billing == Billing::Monthly).then(|| i64::from(after).rem_euclid(12) + 1);
    let amount = match (part, proration) {
        (None, _) => credits,
        (Some(k), Proration::Fair) => credits * k / 12 - credits * (k - 1) / 12,
        (Some(_), Proration::Floor) => credits / 12,
    };
    Share {
        amount,
        of: credits,
        part,
        proration,
    }
}

/// The part of `more` credits that belongs to the rest of a period: ⌊more · rest / length⌋, in microseconds; never
/// less than 0 or more than `more`.
pub fn of_rest(more: i64, from: DateTime<Utc>, until: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    let micros = |a: DateTime<Utc>, b: DateTime<Utc>| i128::from((b - a).num_microseconds().unwrap_or(0));
    let length = micros(from, until).max(1);
    let rest = micros(now, until).clamp(0, length);
    i64::try_from(i128::from(more.max(0)) * rest / length).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_parts_make_the_year() {
        for credits in 1..=1_000 {
            let parts = (0..12).map(|after| of_period(credits, Billing::Monthly, after, Proration::Fair).amount);
            let parts: Vec<i64> = parts.collect();
            assert_eq!(parts.iter().sum::<i64>(), credits);
            let (least, most) = (parts.iter().min().expect("12"), parts.iter().max().expect("12"));
            assert!(most - least <= 1, "{parts:?}");
        }
        let of_500 = |after| of_period(500, Billing::Monthly, after, Proration::Fair).amount;
        assert_eq!(
            [0, 1, 2, 3, 12].map(of_500),
            [41, 42, 42, 41, 41],
            "as the rule's own example says"
        );
    }

    #[test]
    fn floor_is_a_twelfth_each_and_a_year_is_whole() {
        for after in 0..24 {
            assert_eq!(of_period(500, Billing::Monthly, after, Proration::Floor).amount, 41);
            for proration in [Proration::Fair, Proration::Floor] {
                assert_eq!(of_period(500, Billing::Yearly, after, proration).amount, 500);
            }
        }
    }

    #[test]
    fn the_rest_of_a_period_is_rounded_down_and_stays_within_it() {
        let day = |day: u32| {
            format!("2026-04-{day:02}T00:00:00Z")
                .parse::<DateTime<Utc>>()
                .expect("a day")
        };
        let rest = |more, now| of_rest(more, day(1), day(11), day(now));
        assert_eq!(
            [rest(100, 1), rest(100, 6), rest(99, 6), rest(100, 11)],
            [100, 50, 49, 0]
        );
        assert_eq!(of_rest(100, day(5), day(11), day(1)), 100, "a clock that went back");
        assert_eq!(rest(-5, 6), 0);
    }
}
