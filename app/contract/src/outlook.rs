//! Where a balance comes from and where it goes: burn rate, forecast and the picture (`spec/credits.md`, Forecast).

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    AccountId, CourseId,
    credits::AccountKind,
    text_enum,
    watch::{Standing, Threshold},
};

/// A balance at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// When.
    pub at: DateTime<Utc>,
    /// The day that ends with it, in the organization's time zone.
    pub day: NaiveDate,
    /// Free credits then.
    pub balance: i64,
}

/// How fast credits are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Burn {
    /// The account is too young, or too little was used, to say.
    Unknown,
    /// So many credits in so many days.
    Known {
        /// Credits that were used and did not come back.
        used: i64,
        /// Days looked at, at least 1.
        days: i64,
        /// Which window that is.
        window: Window,
    },
}

/// Which days a burn rate is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The last 28: enough was used in them, and the recent says more than the distant.
    Recent,
    /// The last 90, because too little was used in the last 28.
    Long,
}

/// When a balance will be used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunsOut {
    /// It is.
    Already,
    /// At the present rate on this day.
    On(DateTime<Utc>),
    /// Not within the year ahead.
    NotThisYear,
    /// Not enough is known to say.
    Unknown,
}

text_enum! {
    /// How far ahead recertifications are counted; overdue ones are counted in either.
    Horizon { Soon = "soon", Year = "year" }
}

impl Horizon {
    /// How many days that is.
    pub const fn days(self) -> i64 {
        match self {
            Self::Soon => 28,
            Self::Year => 365,
        }
    }

    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Soon => "within four weeks",
            Self::Year => "within a year",
        }
    }
}

/// Recertifications that fall due. An admin begins them, so they take credits of courses and the pool, never a manager's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Renewals {
    /// Within 28 days, overdue ones included.
    pub soon: i64,
    /// Within a year.
    pub year: i64,
}

/// A course with recertifications that its own credits cannot pay, so that the pool has to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseRenewals {
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// The account of its own credits; none before the first.
    pub account: Option<AccountId>,
    /// Its own free credits.
    pub free: i64,
    /// All its recertifications.
    pub due: Renewals,
}

impl CourseRenewals {
    /// Those that the pool has to pay: the course's own credits go to the soonest.
    pub fn of_pool(&self) -> Renewals {
        let beyond = |due: i64| due.saturating_sub(self.free).max(0);
        Renewals {
            soon: beyond(self.due.soon),
            year: beyond(self.due.year),
        }
    }
}

/// An account's outlook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The account; none before its first credit.
    pub account: Option<AccountId>,
    /// Pool, course or manager.
    pub kind: AccountKind,
    /// The course it belongs to.
    pub course: Option<CourseId>,
    /// Free credits now.
    pub free: i64,
    /// Credits of this account that pending invitations hold: they left the balance, and come back where nobody accepts.
    pub held: i64,
    /// When its people are told.
    pub threshold: Threshold,
    /// The number of credits that is.
    pub level: Option<i64>,
    /// How it stands.
    pub standing: Standing,
    /// How fast credits are used.
    pub burn: Burn,
    /// When they are used up.
    pub runs_out: RunsOut,
    /// How many more to get: what the next 28 days need beyond what is free, but at least [`crate::watch::MORE`].
    pub more: i64,
    /// Recertifications: of the pool those that the courses' own credits cannot pay, of a manager those of their learners.
    pub renewals: Renewals,
    /// Of the pool: the courses that those are of, by title; their sums are the numbers of `renewals`.
    pub by_course: Vec<CourseRenewals>,
    /// The plan's next grant to the pool.
    pub next_grant: Option<(DateTime<Utc>, i64)>,
    /// The balance at the end of each of the past days that had entries, and now; the oldest first.
    pub past: Vec<Point>,
    /// The balance at the end of days to come; empty where nothing is known.
    pub ahead: Vec<Point>,
}
