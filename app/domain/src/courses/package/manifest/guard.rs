//! A look at the markup before the parser builds anything from it.
//!
//! The parser does not recurse, but some of its work grows with the square of the attributes or namespaces of an
//! element, and its memory with the number of tags: a manifest of a few megabytes could hold a server for minutes.

use std::collections::HashSet;

use super::super::{Limits, PackageProblem};

/// Elements within one another that are not items: organization, metadata, sequencing.
const AROUND_ITEMS: usize = 32;
/// `<` in the whole manifest: half a million is some 100,000 files.
const TAGS: usize = 500_000;
/// Attributes of one element.
const ATTRIBUTES: usize = 256;
/// Different namespace declarations.
const NAMESPACES: usize = 64;

/// Refuses markup no manifest needs. What is merely malformed is left to the parser.
///
/// # Errors
/// `ManifestDtd`, `ManifestTooDeep`, `ManifestTooLarge`.
pub(super) fn check(text: &str, limits: &Limits) -> Result<(), PackageProblem> {
    let too_large = || PackageProblem::ManifestTooLarge {
        limit: limits.manifest_bytes,
    };
    let mut prefixes = HashSet::new();
    let (mut depth, mut tags, mut equals) = (0_usize, 0_usize, 0_usize);
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        tags += 1;
        let tag = token(rest);
        if rest.starts_with("<!DOCTYPE") {
            return Err(PackageProblem::ManifestDtd);
        }
        if rest.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !rest.starts_with("<!") && !rest.starts_with("<?") {
            let attributes = declared(tag, &mut prefixes);
            equals += attributes;
            depth += usize::from(!tag.ends_with("/>"));
            if attributes > ATTRIBUTES {
                return Err(too_large());
            }
        }
        if depth > limits.item_depth + AROUND_ITEMS {
            return Err(PackageProblem::ManifestTooDeep {
                limit: limits.item_depth,
            });
        }
        if tags > TAGS || equals > TAGS || prefixes.len() > NAMESPACES {
            return Err(too_large());
        }
        rest = &rest[tag.len()..];
    }
    Ok(())
}

/// One piece of markup from its `<` to its end, quotes respected.
fn token(rest: &str) -> &str {
    let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    let length = if rest.starts_with("<!--") {
        until("-->")
    } else if rest.starts_with("<![CDATA[") {
        until("]]>")
    } else if rest.starts_with("<?") {
        until("?>")
    } else {
        outside_quotes(rest)
            .find(|(_, byte)| *byte == b'>')
            .map_or(rest.len(), |(at, _)| at + 1)
    };
    &rest[..length]
}

/// Counts a tag's attributes and collects the prefixes it declares.
fn declared<'a>(tag: &'a str, prefixes: &mut HashSet<&'a str>) -> usize {
    for (at, _) in tag.match_indices("xmlns:") {
        let name = tag[at + 6..]
            .split(['=', ' ', '\t', '\r', '\n', '>'])
            .next()
            .unwrap_or_default();
        if prefixes.len() <= NAMESPACES {
            prefixes.insert(name);
        }
    }
    outside_quotes(tag).filter(|(_, byte)| *byte == b'=').count()
}

/// The bytes of a tag that are not part of a quoted value, with their places.
fn outside_quotes(tag: &str) -> impl Iterator<Item = (usize, u8)> {
    let mut quote = None;
    tag.bytes().enumerate().filter(move |(_, byte)| {
        if matches!(byte, b'"' | b'\'') && quote.is_none_or(|open| open == *byte) {
            quote = if quote.is_none() { Some(*byte) } else { None };
            return false;
        }
        quote.is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_markup_passes_and_endless_markup_does_not() {
        let limits = Limits::default();
        let ok = "<?xml?><!-- <!DOCTYPE x --><m a='>' xmlns:b=\"c\"><![CDATA[<<<<]]><i/></m>";
        assert_eq!(check(ok, &limits), Ok(()));
        assert_eq!(
            check("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", &limits),
            Err(PackageProblem::ManifestDtd)
        );
        assert!(matches!(
            check(&"<a>".repeat(100), &limits),
            Err(PackageProblem::ManifestTooDeep { .. })
        ));
        assert_eq!(check(&"<a></a>".repeat(100), &limits), Ok(()));
        let wide = (0..1_000).map(|n| format!(" a{n}=''")).collect::<Vec<_>>().concat();
        assert!(matches!(
            check(&format!("<a{wide}/>"), &limits),
            Err(PackageProblem::ManifestTooLarge { .. })
        ));
        assert!(matches!(
            check(&"<a/>".repeat(500_001), &limits),
            Err(PackageProblem::ManifestTooLarge { .. })
        ));
    }
}
