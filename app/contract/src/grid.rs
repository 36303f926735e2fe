//! The allocations grid: course × manager on one screen, and changes to many cells in one act.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{AccountId, CourseId, UnknownWord, UserId, courses::CourseState, credits::TransactionKind, paging::Page};

/// Managers shown beside one another; more are on further pages.
pub const COLUMNS: u64 = 8;
/// Cells that can be changed in one act.
pub const CHANGES: usize = 60;

/// Free and held credits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Credits that can be spent.
    pub free: i64,
    /// Credits held by pending invitations.
    pub held: i64,
}

impl std::ops::AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.free += other.free;
        self.held += other.held;
    }
}

/// One cell: a course's unassigned credits, or a manager's on the course.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridCell {
    /// What is there.
    pub figures: Figures,
    /// The account, for its statement; none before the first credit.
    pub account: Option<AccountId>,
    /// Whether its number can be changed: managers must be registered on the course.
    pub open: bool,
}

/// One course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridRow {
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Its state: credits of an archived course are good only for being taken back.
    pub state: CourseState,
    /// Its unassigned credits.
    pub own: GridCell,
    /// One for each column that is shown.
    pub cells: Vec<GridCell>,
    /// The course and all its managers together, also those on other pages.
    pub total: Figures,
}

/// One manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridColumn {
    /// The manager.
    pub manager: UserId,
    /// Their name.
    pub name: String,
    /// On all courses together, also those on other pages.
    pub total: Figures,
}

/// The grid as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridView {
    /// Credits in the pool, and those held by invitations it pays.
    pub pool: GridCell,
    /// The managers of this page.
    pub columns: Vec<GridColumn>,
    /// Managers on all pages.
    pub managers: u64,
    /// The courses of this page.
    pub rows: Page<GridRow>,
    /// Unassigned credits of all courses.
    pub own_total: Figures,
    /// Credits of all courses and managers.
    pub total: Figures,
}

impl GridView {
    /// Pages of managers, at least one.
    pub fn pages(&self) -> u64 {
        self.managers.div_ceil(COLUMNS).max(1)
    }
}

/// A new number of free credits for one cell, written `course.manager.number` or `course.own.number`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GridChange {
    /// The row.
    pub course: CourseId,
    /// The column; none for the course's unassigned credits.
    pub manager: Option<UserId>,
    /// Free credits there shall be.
    pub free: i64,
}

impl GridChange {
    /// The cell's name in a form.
    pub fn cell(course: CourseId, manager: Option<UserId>) -> String {
        manager.map_or_else(|| format!("{course}.own"), |manager| format!("{course}.{manager}"))
    }
}

impl fmt::Display for GridChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", Self::cell(self.course, self.manager), self.free)
    }
}

impl FromStr for GridChange {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = UnknownWord("GridChange");
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(unknown);
        let (course, manager, free) = (part()?, part()?, part()?);
        let manager = match manager {
            "own" => None,
            manager => Some(manager.parse().map_err(|_| unknown)?),
        };
        Ok(Self {
            course: course.parse().map_err(|_| unknown)?,
            manager,
            free: free.parse().map_err(|_| unknown)?,
        })
    }
}

/// One movement that the changes need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridMovement {
    /// What it is.
    pub kind: TransactionKind,
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// The manager it is about, with their name; none between course and pool.
    pub manager: Option<(UserId, String)>,
    /// Credits.
    pub amount: i64,
}

impl GridMovement {
    /// "Assign 5 credits of Forklift Basics to Mara Lind".
    pub fn words(&self) -> String {
        let credits = match self.amount {
            1 => "1 credit".to_owned(),
            n => format!("{n} credits"),
        };
        let name = self.manager.as_ref().map_or("", |(_, name)| name);
        let title = &self.title;
        match self.kind {
            TransactionKind::TakeBack => format!("Take back {credits} from {name} to {title}"),
            TransactionKind::Deallocate => format!("Return {credits} of {title} to the pool"),
            TransactionKind::Allocate => format!("Allocate {credits} from the pool to {title}"),
            _ => format!("Assign {credits} of {title} to {name}"),
        }
    }
}

/// A number before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridFigure {
    /// Whose it is, in words.
    pub name: String,
    /// Free credits now.
    pub before: i64,
    /// Free credits then.
    pub after: i64,
}

/// The dry run of changes to the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridPlan {
    /// Every movement, in the order they are made.
    pub movements: Vec<GridMovement>,
    /// Every balance they touch.
    pub figures: Vec<GridFigure>,
    /// Names all of it; the act is refused where it would name something else by then.
    pub seen: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_as_it_is_written() {
        let id = |n: u128| uuid::Uuid::from_u128(n);
        for manager in [None, Some(UserId(id(2)))] {
            let change = GridChange {
                course: CourseId(id(1)),
                manager,
                free: 40,
            };
            assert_eq!(change.to_string().parse(), Ok(change));
        }
        for wrong in [
            "",
            "x",
            "x.own.3",
            "00000000-0000-0000-0000-000000000001.own",
            "00000000-0000-0000-0000-000000000001.own.x",
        ] {
            assert!(wrong.parse::<GridChange>().is_err(), "{wrong}");
        }
    }
}
