//! Pages of lists.

use serde::{Deserialize, Serialize};

/// What a person asked to see of a list: words to search, and which page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Words to find, empty for everything.
    pub search: String,
    /// The page, counted from 1.
    pub page: u64,
}

impl Query {
    /// Rows to pass over before the page begins, of this many in all.
    pub fn offset(&self, total: u64) -> u64 {
        (number(self.page, total) - 1) * crate::limits::PAGE
    }

    /// The asked page with its rows, of this many in all.
    pub fn answer<T>(&self, rows: Vec<T>, total: u64) -> Page<T> {
        Page {
            rows,
            total,
            number: number(self.page, total),
        }
    }
}

/// The page that is shown to who asks for one, of this many rows: the last one where the asked one is past the end. A
/// list grows shorter while it is worked through, and an empty page would say that nothing was found.
pub fn number(asked: u64, total: u64) -> u64 {
    asked.clamp(1, pages(total))
}

/// The number of pages of so many rows, at least one.
fn pages(total: u64) -> u64 {
    total.div_ceil(crate::limits::PAGE).max(1)
}

/// One page of rows and how many there are in all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Rows in all pages together.
    pub total: u64,
    /// This page's number, from 1.
    pub number: u64,
}

impl<T> Page<T> {
    /// The number of pages, at least one.
    pub fn pages(&self) -> u64 {
        pages(self.total)
    }

    /// The place of the first row among all, from 1; 0 where there is none.
    pub fn first(&self) -> u64 {
        if self.rows.is_empty() {
            0
        } else {
            (self.number.max(1) - 1) * crate::limits::PAGE + 1
        }
    }

    /// The place of the last row among all.
    pub fn last(&self) -> u64 {
        (self.first() + self.rows.len() as u64).saturating_sub(1)
    }
}

/// What a person asked to see of a log that is read by its newest rows: words, a period, and after which row. Such
/// logs have no page numbers: a row that comes meanwhile moves none, and a page far back costs what the first costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogQuery {
    /// Words to find, empty for everything.
    pub search: String,
    /// The first day, in the organization's time zone.
    pub from: Option<chrono::NaiveDate>,
    /// The last day, which counts whole.
    pub to: Option<chrono::NaiveDate>,
    /// Only what is older than this row.
    pub before: Option<uuid::Uuid>,
    /// Only what is newer than this row: the page that ends just before it.
    pub after: Option<uuid::Uuid>,
}

/// Some rows of a log, the newest first, and the ways on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The first row's id, where newer ones exist.
    pub newer: Option<uuid::Uuid>,
    /// The last row's id, where older ones exist.
    pub older: Option<uuid::Uuid>,
}

impl<T> Slice<T> {
    /// The same with other rows.
    pub fn with<U>(self, rows: Vec<U>) -> Slice<U> {
        let Self { newer, older, .. } = self;
        Slice { rows, newer, older }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::PAGE;

    #[test]
    fn who_asks_for_a_page_past_the_end_is_shown_the_last_one() {
        for (asked, total, shown) in [
            (0, 0, 1),
            (1, 0, 1),
            (7, 0, 1),
            (2, PAGE, 1),
            (2, PAGE + 1, 2),
            (3, PAGE + 1, 2),
            (2, 3 * PAGE, 2),
            (u64::MAX, 3 * PAGE, 3),
        ] {
            let query = Query {
                page: asked,
                ..Query::default()
            };
            assert_eq!(query.offset(total), (shown - 1) * PAGE, "page {asked} of {total}");
            assert_eq!(query.answer(vec![()], total).number, shown, "page {asked} of {total}");
        }
    }
}
