//! Why an element of a commit is refused.

use serde::{Deserialize, Serialize};

/// An element and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{element}: {problem}")]
pub struct ElementProblem {
    /// The element's name, cut at 120 characters; empty for the commit as a whole.
    pub element: String,
    /// What is wrong.
    pub problem: ValueProblem,
}

/// What is wrong with an element.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum ValueProblem {
    /// The standard has no such element, or it is a container without a value.
    #[error("not an element of the standard")]
    Unknown,
    /// The index of a collection is beyond the bound.
    #[error("more than {most} entries")]
    TooManyEntries { most: usize },
    /// The value is longer than accepted, in UTF-16 units as JavaScript counts.
    #[error("{length} characters instead of at most {most}")]
    TooLong { length: usize, most: usize },
    /// Not a decimal number.
    #[error("not a number")]
    NotANumber,
    /// A number outside its range.
    #[error("outside {least} to {most}")]
    OutOfRange { least: f64, most: f64 },
    /// None of the standard's words.
    #[error("not one of the words of the standard")]
    NotAWord,
    /// Not a duration in the standard's form.
    #[error("not a duration")]
    NotADuration,
    /// Not a point in time in the standard's form.
    #[error("not a time")]
    NotATime,
    /// The commit has too many elements.
    #[error("more than {most} elements")]
    TooManyElements { most: usize },
    /// The commit is too large, in bytes.
    #[error("more than {most} bytes")]
    TooLarge { most: usize },
}
