//! When a balance is low: thresholds, and how an account stands against its own (`spec/credits.md`, Low balance).

use std::{fmt, str::FromStr};

use crate::{UnknownWord, limits, text_enum};

/// How many credits a banner or a letter offers to get where nothing is known of how many are needed.
pub const MORE: i64 = 12;

/// The level at which the people of an account are told. Stored and typed as text: `off`, `12`, `10%`.
///
/// A percentage is of the *basis*: what was free on the account right after it was last granted, bought, allocated or
/// assigned credits, or given some. So a small top-up of a large account does not make its threshold small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
#[cfg_attr(feature = "db", sea_orm(value_type = "String", column_type = "Text"))]
pub enum Threshold {
    /// Nobody is told.
    Off,
    /// At this many free credits or fewer; 0 tells of the last credit alone.
    Number(i64),
    /// At this percentage of the basis or less, rounded down.
    Percent(i32),
}

text_enum! {
    /// How an account stands against its threshold.
    Standing {
        /// Above it, or nobody is to be told.
        Fine = "fine",
        /// At it or below.
        Low = "low",
        /// The last credit is gone.
        Empty = "empty",
    }
}

impl Threshold {
    /// The number of free credits at which the account is low; none where nobody is told.
    pub fn level(self, basis: i64) -> Option<i64> {
        match self {
            Self::Off => None,
            Self::Number(credits) => Some(credits),
            Self::Percent(percent) => {
                let level = i128::from(basis.max(0)) * i128::from(percent) / 100;
                Some(i64::try_from(level).unwrap_or(i64::MAX))
            }
        }
    }

    /// How an account with `free` credits stands.
    pub fn standing(self, free: i64, basis: i64) -> Standing {
        match self.level(basis) {
            Some(_) if free <= 0 => Standing::Empty,
            Some(level) if free <= level => Standing::Low,
            _ => Standing::Fine,
        }
    }

    /// "12 credits", "10 % of what was there when it was last filled", "off".
    pub fn words(self) -> String {
        match self {
            Self::Off => "off".into(),
            Self::Number(1) => "1 credit".into(),
            Self::Number(credits) => format!("{} credits", crate::sizes::grouped(credits.unsigned_abs())),
            Self::Percent(percent) => format!("{percent} % of what was there when it was last filled"),
        }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::Number(credits) => credits.fmt(f),
            Self::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}

impl FromStr for Threshold {
    type Err = UnknownWord;

    /// Reads what was stored or typed: spaces and grouping do not matter.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let clean: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != ',')
            .collect::<String>()
            .to_lowercase();
        let wrong = UnknownWord("Threshold");
        if clean == "off" {
            return Ok(Self::Off);
        }
        if let Some(percent) = clean.strip_suffix('%') {
            let percent = percent.parse().map_err(|_| wrong)?;
            return (0..=100)
                .contains(&percent)
                .then_some(Self::Percent(percent))
                .ok_or(wrong);
        }
        let credits = clean.parse().map_err(|_| wrong)?;
        (0..=limits::CREDITS_PER_ACT)
            .contains(&credits)
            .then_some(Self::Number(credits))
            .ok_or(wrong)
    }
}

/// An organization's thresholds, for accounts that have none of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Of the pool.
    pub pool: Threshold,
    /// Of each course's unassigned credits.
    pub course: Threshold,
    /// Of each manager's credits on a course.
    pub managers: Threshold,
}

/// A course's own thresholds beside those it follows otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CourseThresholds {
    /// Its own for the unassigned credits.
    pub course: Option<Threshold>,
    /// Its own for each manager's credits.
    pub managers: Option<Threshold>,
    /// The organization's.
    pub site: Thresholds,
}

#[cfg(test)]
mod tests {
    use super::{
        Standing::{Empty, Fine, Low},
        *,
    };

    #[test]
    fn what_is_typed_is_read_and_written_back_in_one_way() {
        for (typed, kept) in [
            ("off", "off"),
            (" OFF ", "off"),
            ("0", "0"),
            ("1,000", "1000"),
            ("10 %", "10%"),
            ("100%", "100%"),
        ] {
            assert_eq!(typed.parse::<Threshold>().expect(typed).to_string(), kept);
        }
        for wrong in [
            "",
            "-1",
            "101 %",
            "-5%",
            "1.5",
            "ten",
            "%",
            "1000001",
            "99999999999999999999",
        ] {
            assert!(wrong.parse::<Threshold>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_account_is_low_at_its_level_and_empty_at_none() {
        let standings = |threshold: Threshold, basis| [11, 10, 9, 1, 0, -3].map(|free| threshold.standing(free, basis));
        assert_eq!(standings(Threshold::Number(10), 0), [Fine, Low, Low, Low, Empty, Empty]);
        assert_eq!(
            standings(Threshold::Percent(10), 100),
            [Fine, Low, Low, Low, Empty, Empty]
        );
        assert_eq!(
            standings(Threshold::Percent(10), 99),
            [Fine, Fine, Low, Low, Empty, Empty],
            "rounded down"
        );
        assert_eq!(
            standings(Threshold::Number(0), 100),
            [Fine, Fine, Fine, Fine, Empty, Empty],
            "the last credit"
        );
        assert_eq!(standings(Threshold::Off, 100), [Fine; 6]);
        assert_eq!(Threshold::Percent(100).level(i64::MAX), Some(i64::MAX));
        assert_eq!(Threshold::Percent(10).level(-5), Some(0));
    }
}
