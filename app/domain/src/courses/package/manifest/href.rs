//! Addresses in a manifest: joined with their base, decoded, and kept inside the package.

use super::super::entries::{Entries, Entry};

/// Characters an address may have.
const MOST: usize = 4_096;

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Into the package: a decoded path, the path as written, and the query and fragment.
    Inside {
        path: String,
        written: String,
        tail: String,
    },
    /// To another host, or through another scheme.
    External(String),
    /// Out of the package, or to nothing.
    Nowhere(String),
}

impl Target {
    /// Resolves an address against its base (an `xml:base`, see [`join`]).
    pub fn resolve(base: &str, href: &str) -> Self {
        let href = join(base, href);
        if is_external(&href) {
            return Self::External(href);
        }
        let at = href.find(['?', '#']).unwrap_or(href.len());
        let (path, tail) = href.split_at(at);
        match (normal(&percent_decoded(path)), normal(path)) {
            (Some(path), written) if href.len() <= MOST => Self::Inside {
                written: written.unwrap_or_default(),
                path,
                tail: escape_tail(tail),
            },
            _ => Self::Nowhere(href),
        }
    }

    /// The file it leads to: by its decoded name, or by the name as written.
    pub fn find<'e>(&self, entries: &'e Entries) -> Option<&'e Entry> {
        match self {
            Self::Inside { path, written, .. } => entries.find(path).or_else(|| entries.find(written)),
            Self::External(_) | Self::Nowhere(_) => None,
        }
    }
}

/// Joins a base and a reference to it. A base is a folder, with or without the `/` at its end.
pub(super) fn join(base: &str, href: &str) -> String {
    let href = href.trim().replace('\\', "/");
    if base.is_empty() || is_external(&href) {
        return href;
    }
    if let Some(from_root) = href.strip_prefix('/') {
        return from_root.to_owned();
    }
    // Too long to lead anywhere: no use in making it longer still.
    if base.len() > MOST {
        return base.to_owned();
    }
    let slash = if base.ends_with('/') { "" } else { "/" };
    format!("{base}{slash}{href}")
}

/// Whether the address has a scheme or names a host.
fn is_external(href: &str) -> bool {
    let scheme = href.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    scheme || href.starts_with("//")
}

/// The path without `.` and `..`; `None` when it leaves the package, is empty or has control characters.
fn normal(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    let path = parts.join("/");
    (!path.is_empty() && !path.chars().any(char::is_control)).then_some(path)
}

/// `%41` as `A`; as written where the result is not UTF-8.
fn percent_decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |offset: usize| bytes.get(at + offset).and_then(|byte| char::from(*byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (bytes[at], hex(1), hex(2)) {
            decoded.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(decoded).map_or_else(|_| path.to_owned(), |decoded| decoded.replace('\\', "/"))
}

/// A path as the first part of an address: only what would end it is encoded.
pub(in super::super) fn escape_path(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

fn escape_tail(tail: &str) -> String {
    let mut escaped = String::with_capacity(tail.len());
    for c in tail.chars() {
        if c.is_ascii_control() || matches!(c, ' ' | '"' | '<' | '>' | '`' | '\\') {
            escaped.extend(format!("%{:02X}", u32::from(c)).chars());
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// Appends an item's `parameters` to a query and fragment, as SCORM 2004 CAM 3.4.1.4 (`item`) says.
///
/// One thing the standard leaves open: a query goes before the fragment, where browsers look for it.
pub(super) fn with_parameters(tail: &str, parameters: &str) -> String {
    let parameters = escape_tail(parameters.trim().trim_start_matches(['?', '&']));
    let (query, fragment) = tail.find('#').map_or((tail, ""), |at| tail.split_at(at));
    if parameters.is_empty() || (parameters.starts_with('#') && !fragment.is_empty()) {
        return tail.to_owned();
    }
    if parameters.starts_with('#') {
        return format!("{query}{parameters}");
    }
    let joint = if query.is_empty() { "?" } else { "&" };
    let fragment = if parameters.contains('#') { "" } else { fragment };
    format!("{query}{joint}{parameters}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_inside() {
        let inside = |base: &str, href: &str| match Target::resolve(base, href) {
            Target::Inside { path, tail, .. } => Some(path + "|" + &tail),
            _ => None,
        };
        for (base, href, target) in [
            ("", "a/b.html", Some("a/b.html|")),
            ("c/", "../a.html", Some("a.html|")),
            ("c", "My%20Page.html?x=1#y", Some("c/My Page.html|?x=1#y")),
            ("c/d/", r"..\a.html", Some("c/a.html|")),
            ("c/", "/a.html", Some("a.html|")),
            ("", "%E4.html", Some("%E4.html|")),
            ("", "../a.html", None),
            ("", "%2e%2e/a.html", None),
            ("a/", "%2E%2E%2F..%5Cx", None),
            ("", "a%00.html", None),
            ("", "", None),
            ("", "?x=1", None),
        ] {
            assert_eq!(inside(base, href).as_deref(), target, "{base} + {href}");
        }
        for href in [
            "http://example.org/",
            "//example.org/x",
            "javascript:alert(1)",
            r"\\host\x",
            "C:/x",
        ] {
            assert!(matches!(Target::resolve("a/", href), Target::External(_)), "{href}");
        }
        assert!(matches!(
            Target::resolve("https://example.org/", "a.html"),
            Target::External(_)
        ));
    }

    #[test]
    fn parameters_are_appended_by_the_rules() {
        for (tail, parameters, result) in [
            ("", "a=1", "?a=1"),
            ("", "?a=1", "?a=1"),
            ("", "&?a=1", "?a=1"),
            ("?x=2", "?a=1", "?x=2&a=1"),
            ("#top", "a=1", "?a=1#top"),
            ("#top", "#end", "#top"),
            ("?x=2", "#end", "?x=2#end"),
            ("", "", ""),
            ("", "a=<b>", "?a=%3Cb%3E"),
        ] {
            assert_eq!(with_parameters(tail, parameters), result, "{tail} + {parameters}");
        }
    }
}
