//! Commits good and bad.

mod elements;
mod fuzz;
mod outcomes;
mod statuses;
mod words;

use std::collections::BTreeMap;

use super::{Checked, ElementProblem, Judging, Standard, check};

fn commit(elements: &[(&str, &str)]) -> BTreeMap<String, String> {
    elements
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn checked(standard: Standard, elements: &[(&str, &str)]) -> Result<Checked, Vec<ElementProblem>> {
    check(standard, &commit(elements), &Judging::default())
}

/// A good commit's meaning under a judging.
fn judged(standard: Standard, elements: &[(&str, &str)], judging: Judging) -> Checked {
    check(standard, &commit(elements), &judging).expect("a good commit")
}
