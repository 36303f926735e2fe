//! Which names inside a package are safe, and which are noise.

use super::{Limits, PackageProblem};

/// A name made plain: `/` between folders, no `.` or empty parts.
///
/// # Errors
/// `UnsafePath` for anything absolute, leaving the package or with control characters; `PathTooLong`, `PathTooDeep`.
pub(super) fn safe(name: &str, limits: &Limits) -> Result<String, PackageProblem> {
    if name.len() > limits.name_bytes {
        return Err(PackageProblem::PathTooLong {
            path: shown(name),
            limit: limits.name_bytes,
        });
    }
    let slashed = name.replace('\\', "/");
    let absolute = slashed.starts_with('/');
    let parts: Vec<&str> = slashed.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if absolute || parts.is_empty() || parts.iter().any(|part| is_unsafe(part)) {
        return Err(PackageProblem::UnsafePath { path: shown(name) });
    }
    if parts.len() > limits.depth {
        return Err(PackageProblem::PathTooDeep {
            path: shown(name),
            limit: limits.depth,
        });
    }
    Ok(parts.join("/"))
}

/// Whether one part of a path could mean something else than a name.
fn is_unsafe(part: &str) -> bool {
    let bytes = part.as_bytes();
    let drive = bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
    part == ".." || drive || part.chars().any(char::is_control)
}

/// Whether a file is left behind by an operating system and not part of the course.
pub(super) fn ignored(path: &str) -> bool {
    let mut parts = path.split('/');
    let file = path.rsplit('/').next().unwrap_or_default();
    parts.next() == Some("__MACOSX")
        || file.eq_ignore_ascii_case(".ds_store")
        || file.eq_ignore_ascii_case("thumbs.db")
        || file.eq_ignore_ascii_case("desktop.ini")
}

/// The form in which two names are the same file on some computer.
pub(super) fn folded(path: &str) -> String {
    path.to_lowercase()
}

/// A name fit for a sentence: no control characters, no more than 120 characters.
pub(super) fn shown(name: &str) -> String {
    let plain = |c: char| if c.is_control() { '\u{FFFD}' } else { c };
    let short: String = name.chars().take(120).map(plain).collect();
    if short.len() < name.len() && name.chars().nth(120).is_some() {
        short + "…"
    } else {
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stay_inside_are_made_plain() {
        let limits = Limits::default();
        for (name, plain) in [
            ("a.html", "a.html"),
            ("./a//b.html", "a/b.html"),
            (r"shared\style.css", "shared/style.css"),
            ("..a/b..", "..a/b.."),
            ("größe/日本.html", "größe/日本.html"),
        ] {
            assert_eq!(safe(name, &limits).as_deref(), Ok(plain));
        }
    }

    #[test]
    fn names_that_leave_are_refused() {
        let limits = Limits::default();
        for name in [
            "",
            ".",
            "/",
            "../a",
            "a/../b",
            r"..\a",
            r"\a",
            "/etc/passwd",
            "C:a",
            r"C:\a",
            "a\0b",
            "a\nb",
            "x/c:/y",
            "a/..",
        ] {
            assert!(
                matches!(safe(name, &limits), Err(PackageProblem::UnsafePath { .. })),
                "{name:?}"
            );
        }
        assert!(matches!(
            safe(&"a".repeat(513), &limits),
            Err(PackageProblem::PathTooLong { .. })
        ));
        assert!(matches!(
            safe(&"a/".repeat(33), &limits),
            Err(PackageProblem::PathTooDeep { .. })
        ));
    }

    #[test]
    fn junk_is_ignored() {
        for path in ["__MACOSX/._a", "a/.DS_Store", "Thumbs.db", "a/b/desktop.ini"] {
            assert!(ignored(path), "{path}");
        }
        assert!(!ignored("a/__MACOSX.html"));
    }
}
