//! The forecast: whole numbers and instants in, a day out. Nothing here asks a clock or a database.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use lectern_contract::{
    outlook::{Burn, Horizon, Point, Renewals, RunsOut, Window},
    watch::MORE,
};

/// Days of the window that is looked at first.
pub const RECENT: i64 = 28;
/// Days of the window where that says too little, and of the picture.
pub const LONG: i64 = 90;
/// An account younger than this says nothing yet.
pub const YOUNG: i64 = 7;
/// With fewer credits used in the recent window, the long one is taken.
pub const ENOUGH: i64 = 10;
/// With fewer used in the long one, nothing is said.
pub const SOME: i64 = 3;
/// How far ahead is looked.
pub const AHEAD: i64 = Horizon::Year.days();
/// How far ahead the picture goes where nothing runs out before.
const SHOWN: i64 = 28;

/// What is known of an account.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Now.
    pub now: DateTime<Utc>,
    /// Whose days are told.
    pub zone: Tz,
    /// Free credits now.
    pub free: i64,
    /// Whole days of history that were read, 90 at most: the account's age, or less where it is very busy.
    pub age: i64,
    /// Credits used in the last 28 days, those that came back subtracted.
    pub used_recent: i64,
    /// The same in the last 90.
    pub used_long: i64,
    /// What comes by itself, and when: the plan's grants.
    pub comes: &'a [(DateTime<Utc>, i64)],
    /// What will be needed beside what is used from day to day, and when: recertifications that fall due.
    pub needed: &'a [(DateTime<Utc>, i64)],
}

/// What follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// How fast credits are used.
    pub burn: Burn,
    /// When they are used up.
    pub runs_out: RunsOut,
    /// How many more to get.
    pub more: i64,
    /// The balance at the end of days ahead, until it runs out or for 28 days.
    pub ahead: Vec<Point>,
}

/// How fast credits are used. The last 28 days are taken where at least 10 credits were used in them, else the last 90
/// where at least 3 were; of a younger account the days there are, but no fewer than 7.
pub fn burn(known: &Known<'_>) -> Burn {
    if known.age < YOUNG {
        return Burn::Unknown;
    }
    let (used, days, window) = if known.used_recent >= ENOUGH {
        (known.used_recent, RECENT, Window::Recent)
    } else if known.used_long >= SOME {
        (known.used_long, LONG, Window::Long)
    } else {
        return Burn::Unknown;
    };
    Burn::Known {
        used,
        days: days.min(known.age),
        window,
    }
}

/// The forecast: each day uses the same part, rounded down over all days so far, so that nothing is lost to rounding;
/// what comes and what is needed moves the balance on its day.
pub fn forecast(known: &Known<'_>) -> Forecast {
    let burn = burn(known);
    let (used, days) = match burn {
        Burn::Known { used, days, .. } => (used, days),
        Burn::Unknown => (0, 1),
    };
    let balance = |day: i64| {
        let at = known.now + TimeDelta::days(day);
        Point {
            at,
            day: at.with_timezone(&known.zone).date_naive(),
            balance: known
                .free
                .saturating_sub(part(used, day, days))
                .saturating_add(within(known.comes, at))
                .saturating_sub(within(known.needed, at)),
        }
    };
    let end = (1..=AHEAD).find(|day| balance(*day).balance <= 0);
    let runs_out = match end {
        _ if known.free <= 0 => RunsOut::Already,
        Some(day) => RunsOut::On(known.now + TimeDelta::days(day)),
        None if burn == Burn::Unknown => RunsOut::Unknown,
        None => RunsOut::NotThisYear,
    };
    let shown = match runs_out {
        RunsOut::Already | RunsOut::Unknown => 0,
        _ => end.unwrap_or(SHOWN).min(LONG),
    };
    let soon = renewals(known.now, known.needed).soon;
    let short = part(used, RECENT, days)
        .saturating_add(soon)
        .saturating_sub(known.free.max(0));
    Forecast {
        burn,
        runs_out,
        more: short.clamp(MORE, lectern_contract::limits::CREDITS_PER_ORDER),
        ahead: (1..=shown).map(balance).collect(),
    }
}

/// How many recertifications fall due in four weeks and in the year ahead.
pub fn renewals(now: DateTime<Utc>, due: &[(DateTime<Utc>, i64)]) -> Renewals {
    let until = |horizon: Horizon| now + TimeDelta::days(horizon.days());
    Renewals {
        soon: within(due, until(Horizon::Soon)),
        year: within(due, until(Horizon::Year)),
    }
}

fn within(of: &[(DateTime<Utc>, i64)], until: DateTime<Utc>) -> i64 {
    let due = of.iter().filter(|(at, _)| *at <= until);
    due.fold(0, |sum: i64, (_, credits)| sum.saturating_add(*credits))
}

/// Of `used` credits in `days` days, the part of `of` days, rounded down.
fn part(used: i64, of: i64, days: i64) -> i64 {
    let part = i128::from(used) * i128::from(of) / i128::from(days.max(1));
    i64::try_from(part).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(days: i64) -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse::<DateTime<Utc>>().expect("an instant") + TimeDelta::days(days)
    }

    fn known(free: i64, age: i64, used_recent: i64, used_long: i64) -> Known<'static> {
        Known {
            now: day(0),
            zone: Tz::UTC,
            free,
            age,
            used_recent,
            used_long,
            comes: &[],
            needed: &[],
        }
    }

    #[test]
    fn the_recent_window_is_taken_where_it_says_enough() {
        let recent = |used, days| Burn::Known {
            used,
            days,
            window: Window::Recent,
        };
        let long = |used, days| Burn::Known {
            used,
            days,
            window: Window::Long,
        };
        assert_eq!(burn(&known(9, 90, 10, 50)), recent(10, 28));
        assert_eq!(burn(&known(9, 90, 9, 50)), long(50, 90));
        assert_eq!(burn(&known(9, 90, 0, 3)), long(3, 90));
        assert_eq!(burn(&known(9, 90, 2, 2)), Burn::Unknown, "too little was used");
        assert_eq!(
            burn(&known(9, 7, 10, 10)),
            recent(10, 7),
            "as long as the account lives"
        );
        assert_eq!(burn(&known(9, 40, 3, 3)), long(3, 40));
        assert_eq!(burn(&known(9, 6, 500, 500)), Burn::Unknown, "too young");
        assert_eq!(burn(&known(9, 90, -5, -5)), Burn::Unknown, "more came back than went");
    }

    #[test]
    fn credits_run_out_on_the_day_they_are_used_up() {
        let runs_out = |free| forecast(&known(free, 90, 28, 28)).runs_out; // one a day
        assert_eq!(runs_out(1), RunsOut::On(day(1)));
        assert_eq!(runs_out(365), RunsOut::On(day(365)));
        assert_eq!(runs_out(366), RunsOut::NotThisYear);
        assert_eq!(runs_out(0), RunsOut::Already);
        assert_eq!(runs_out(-3), RunsOut::Already, "overdrawn");
        assert_eq!(runs_out(i64::MAX), RunsOut::NotThisYear);
        let slow = forecast(&known(2, 90, 14, 14)); // one every other day
        assert_eq!(slow.runs_out, RunsOut::On(day(4)));
        assert_eq!(
            slow.ahead.iter().map(|point| point.balance).collect::<Vec<_>>(),
            [2, 1, 1, 0]
        );
        assert_eq!(forecast(&known(5, 3, 5, 5)).runs_out, RunsOut::Unknown);
        assert_eq!(forecast(&known(0, 3, 0, 0)).runs_out, RunsOut::Already);
        assert_eq!(
            forecast(&known(i64::MAX, 90, i64::MAX, i64::MAX)).runs_out,
            RunsOut::On(day(28))
        );
    }

    #[test]
    fn what_comes_and_what_is_needed_moves_the_day() {
        fn of(comes: &[(DateTime<Utc>, i64)], needed: &[(DateTime<Utc>, i64)]) -> RunsOut {
            let known = Known {
                comes,
                needed,
                ..known(10, 90, 28, 28)
            };
            forecast(&known).runs_out
        }
        assert_eq!(of(&[], &[]), RunsOut::On(day(10)));
        assert_eq!(of(&[(day(10), 5)], &[]), RunsOut::On(day(15)), "in time to the day");
        assert_eq!(of(&[(day(11), 500)], &[]), RunsOut::On(day(10)), "a day too late");
        assert_eq!(of(&[(day(3), 500)], &[]), RunsOut::NotThisYear);
        assert_eq!(of(&[], &[(day(4), 6)]), RunsOut::On(day(4)));
        assert_eq!(
            of(&[(day(0), 1)], &[(day(500), 900)]),
            RunsOut::On(day(11)),
            "beyond the year nothing counts"
        );
    }

    #[test]
    fn recertifications_alone_are_enough_to_foresee_the_end() {
        let needed = [(day(3), 4), (day(28), 2), (day(29), 5), (day(366), 100)];
        let quiet = Known {
            needed: &needed,
            ..known(6, 90, 0, 0)
        };
        let seen = forecast(&quiet);
        assert_eq!((seen.burn, seen.runs_out), (Burn::Unknown, RunsOut::On(day(28))));
        assert_eq!(renewals(day(0), &needed), Renewals { soon: 6, year: 11 });
        assert_eq!(seen.ahead.last().map(|point| point.balance), Some(0));
        let many = forecast(&Known { free: 200, ..quiet });
        assert_eq!((many.runs_out, many.ahead.len()), (RunsOut::Unknown, 0));
        let short = [(day(1), 50)];
        assert_eq!(
            forecast(&Known {
                needed: &short,
                ..quiet
            })
            .more,
            44
        );
    }

    #[test]
    fn more_is_what_four_weeks_lack_and_twelve_at_least() {
        let more = |free, used| forecast(&known(free, 90, used, used)).more;
        assert_eq!(more(0, 100), 100);
        assert_eq!(more(60, 100), 40);
        assert_eq!(more(-7, 100), 100, "what is owed is not used");
        assert_eq!(more(99, 100), MORE);
        assert_eq!(more(0, 0), MORE);
        assert_eq!(more(0, i64::MAX), lectern_contract::limits::CREDITS_PER_ORDER);
    }

    #[test]
    fn the_picture_ends_where_credits_do_or_after_four_weeks() {
        let shown = |free, used| forecast(&known(free, 90, used, used)).ahead.len();
        assert_eq!([shown(5, 28), shown(50, 28), shown(0, 28), shown(5, 0)], [5, 50, 0, 0]);
        assert_eq!(shown(200, 28), 90, "no further ahead than back");
        assert_eq!(shown(100_000, 28), 28);
    }
}
