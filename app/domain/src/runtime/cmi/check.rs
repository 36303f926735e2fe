//! The check of one commit.

use std::collections::BTreeMap;

use super::element::{Kind, is_about, template};
use super::problem::{ElementProblem, ValueProblem};
use super::{Checked, Judging, Standard, outcome, scorm12, scorm2004, values};

/// Elements of one commit.
pub const MOST_ELEMENTS: usize = 20_000;
/// Bytes of one commit, names and values together.
pub const MOST_BYTES: usize = 1 << 20;
/// Entries of one collection: interactions, objectives, comments.
pub const MOST_IN_COLLECTION: usize = 2_000;
/// Problems reported at once.
const MOST_PROBLEMS: usize = 100;

/// Checks the elements of a commit and says what they mean.
///
/// A partial commit is to be laid over what is stored of the item first: a score means nothing without its range.
///
/// Names, types, ranges, vocabularies and lengths are those of the standard (lengths in UTF-16 units). Read-only
/// elements sent back by the player are left out. An empty value means "not set" except for text, which it clears.
/// `lectern.opened` and `lectern.finished`, the player's own, complete a page without a run-time API; next to
/// `cmi` elements they mean nothing.
///
/// Source: `spec/runtime.md`, "Server side of a commit".
///
/// # Errors
/// Every element that is wrong (the first hundred), or the commit as a whole when it is too large. Nothing of such
/// a commit should be stored.
pub fn check(
    standard: Standard,
    elements: &BTreeMap<String, String>,
    judging: &Judging,
) -> Result<Checked, Vec<ElementProblem>> {
    if let Some(problem) = too_large(elements) {
        return Err(vec![ElementProblem {
            element: String::new(),
            problem,
        }]);
    }
    let mut kept = BTreeMap::new();
    let mut over_standard = Vec::new();
    let mut problems = Vec::new();
    for (name, value) in elements {
        match keep(standard, name, value) {
            Ok(Kept::Not) => {}
            Ok(Kept::As { over }) => {
                kept.insert(name.clone(), value.clone());
                over_standard.extend(over.then(|| name.clone()));
            }
            Err(problem) => problems.push(ElementProblem {
                element: name.chars().take(120).collect(),
                problem,
            }),
        }
        if problems.len() >= MOST_PROBLEMS {
            break;
        }
    }
    if problems.is_empty() {
        Ok(outcome::of(standard, kept, over_standard, judging))
    } else {
        Err(problems)
    }
}

fn too_large(elements: &BTreeMap<String, String>) -> Option<ValueProblem> {
    let bytes: usize = elements.iter().map(|(name, value)| name.len() + value.len()).sum();
    if elements.len() > MOST_ELEMENTS {
        Some(ValueProblem::TooManyElements { most: MOST_ELEMENTS })
    } else if bytes > MOST_BYTES {
        Some(ValueProblem::TooLarge { most: MOST_BYTES })
    } else {
        None
    }
}

/// Whether a good element is stored.
enum Kept {
    Not,
    As { over: bool },
}

fn keep(standard: Standard, name: &str, value: &str) -> Result<Kept, ValueProblem> {
    if is_about(name) && standard != Standard::Web {
        return Ok(Kept::Not);
    }
    let (template, index) = template(name).ok_or(ValueProblem::Unknown)?;
    let kind = kind(standard, &template).ok_or(ValueProblem::Unknown)?;
    if index >= MOST_IN_COLLECTION {
        return Err(ValueProblem::TooManyEntries {
            most: MOST_IN_COLLECTION,
        });
    }
    match kind {
        Kind::ReadOnly => Ok(Kept::Not),
        Kind::Text { .. } | Kind::Word(_) if value.is_empty() => Ok(match kind {
            Kind::Word(words) if !words.contains(&"") => Kept::Not,
            _ => Kept::As { over: false },
        }),
        _ if value.is_empty() => Ok(Kept::Not),
        _ => values::check(kind, standard, value).map(|over| Kept::As { over }),
    }
}

fn kind(standard: Standard, template: &str) -> Option<Kind> {
    if matches!(template, outcome::OPENED | outcome::FINISHED) {
        return Some(Kind::Word(&["true", "false"]));
    }
    match standard {
        Standard::Scorm12 => scorm12::kind(template),
        Standard::Scorm2004 => scorm2004::kind(template),
        Standard::Web => None,
    }
}
