//! The server side of a commit: what the browser sends is checked, judged and merged.
//!
//! Pure functions. [`check()`] validates the elements of one commit against the data model of the item's standard and
//! says what they mean; [`ItemStatus::merge`] adds that to what is known, so that nothing falls; [`roll_up`] makes
//! the course's status of its items'.
//!
//! Source: `spec/runtime.md`, "Server side of a commit".

mod check;
mod checked;
pub mod durations;
mod element;
mod outcome;
mod problem;
mod scorm12;
mod scorm2004;
mod status;
mod values;
mod words;

#[cfg(test)]
mod tests;

pub use check::{MOST_BYTES, MOST_ELEMENTS, MOST_IN_COLLECTION, check};
pub use checked::{Checked, Judging};
pub use problem::{ElementProblem, ValueProblem};
pub use status::{CourseStatus, ItemStatus, is_over, roll_up};
pub use words::{Completion, Exit, FailedMeans, Standard, Success, UnknownWord};
