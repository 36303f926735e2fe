//! Names of elements: the data models as tables, with `n` in place of an index.

/// What an element's value must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Set by the server; sent back by the player and left alone.
    ReadOnly,
    /// Text: the standard's length, and the length accepted.
    Text { standard: usize, most: usize },
    /// A decimal number in a range.
    Number { least: f64, most: f64 },
    /// One of some words.
    Word(&'static [&'static str]),
    /// One of some words, or a decimal number.
    WordOrNumber(&'static [&'static str]),
    /// How long, in the standard's form.
    Duration,
    /// 1.2 time of day, `HH:MM:SS.SS`.
    TimeOfDay,
    /// 2004 point in time, ISO 8601.
    PointInTime,
    /// 2004 `adl.nav.request`.
    Navigation,
}

/// Any number.
pub(super) const REAL: Kind = Kind::Number {
    least: f64::MIN,
    most: f64::MAX,
};
/// Any number from zero.
pub(super) const POSITIVE: Kind = Kind::Number {
    least: 0.0,
    most: f64::MAX,
};

/// Text of one length.
pub(super) const fn text(most: usize) -> Kind {
    Kind::Text { standard: most, most }
}

/// Text that may be longer than the standard says.
pub(super) const fn generous(standard: usize, most: usize) -> Kind {
    Kind::Text { standard, most }
}

/// A name with its indices taken out: `cmi.objectives.3.id` is `cmi.objectives.n.id` with the largest index 3.
///
/// `None` for an index that is not written as JavaScript writes numbers, or has more than five digits.
pub(super) fn template(name: &str) -> Option<(String, usize)> {
    let mut largest = 0;
    let mut parts = Vec::new();
    for part in name.split('.') {
        if part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty() {
            if part.len() > 5 || (part.len() > 1 && part.starts_with('0')) {
                return None;
            }
            largest = largest.max(part.parse().ok()?);
            parts.push("n");
        } else if part == "n" {
            return None;
        } else {
            parts.push(part);
        }
    }
    Some((parts.join("."), largest))
}

/// Whether the name asks about a collection, the version or a possible request instead of carrying a value.
pub(super) fn is_about(name: &str) -> bool {
    let known_root = name.starts_with("cmi.") || name.starts_with("adl.");
    let collection = ["._children", "._count", "._version"]
        .iter()
        .any(|end| name.ends_with(end));
    // Names of possible requests end with an item's identifier, which may look like anything.
    name.starts_with("adl.nav.request_valid.") || (known_root && collection)
}
