//! Statements: the period somebody asks for, and a page of it.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    credits::{StatementHead, StatementLine},
    paging::Page,
};

/// Days of a statement in the organization's time zone, both included; without an end it is open there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// The period between two days as forms write them, `2026-03-31`; an empty one is open. None where one is no day.
    pub fn read(from: &str, to: &str) -> Option<Self> {
        let day = |text: &str| match text.trim() {
            "" => Some(None),
            text => NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()
                .filter(|day| (1_900..=9_999).contains(&day.year()))
                .map(Some),
        };
        Some(Self {
            from: day(from)?,
            to: day(to)?,
        })
    }

    /// Whether it is all there is.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// The period in an address: `from=2026-03-01&to=2026-03-31`; empty where it is all there is.
    pub fn query(&self) -> String {
        let part = |name: &str, day: Option<NaiveDate>| day.map(|day| format!("{name}={day}"));
        let parts: Vec<String> = [part("from", self.from), part("to", self.to)]
            .into_iter()
            .flatten()
            .collect();
        parts.join("&")
    }
}

/// A page of a statement, all read at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementSheet {
    /// The account.
    pub head: StatementHead,
    /// Credits before the period's first line.
    pub opening: i64,
    /// Credits after the period's last line.
    pub closing: i64,
    /// The lines of the page, newest first, and how many the period has.
    pub page: Page<StatementLine>,
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn periods_are_read_and_written() {
        let march = Period::read("2026-03-01", " 2026-03-31").expect("a period");
        assert_eq!(march.query(), "from=2026-03-01&to=2026-03-31");
        assert_eq!(Period::read("", "2026-03-31").expect("open").query(), "to=2026-03-31");
        assert!(Period::read("", "").expect("all").is_whole());
        for (from, to) in [
            ("2026-02-30", ""),
            ("", "today"),
            ("1.3.2026", ""),
            ("200000-01-01", ""),
        ] {
            assert_eq!(Period::read(from, to), None, "{from} {to}");
        }
    }
}
