//! Packages made to harm.

use std::io::Cursor;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{Discard, Limits, PackageProblem, read_package};
use super::{ITEM, manifest, read, read_files, zip};

/// The places where a header of this kind starts.
pub(super) fn headers(bytes: &[u8], magic: [u8; 4]) -> Vec<usize> {
    (0..bytes.len().saturating_sub(4))
        .filter(|at| bytes[*at..].starts_with(&magic))
        .collect()
}

pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
pub(super) const CENTRAL: [u8; 4] = *b"PK\x01\x02";

/// Overwrites the same field of all local and central headers.
fn patched(mut bytes: Vec<u8>, local: usize, central: usize, value: &[u8]) -> Vec<u8> {
    for (magic, field) in [(LOCAL, local), (CENTRAL, central)] {
        for at in headers(&bytes, magic) {
            bytes[at + field..at + field + value.len()].copy_from_slice(value);
        }
    }
    bytes
}

/// Renames `from` to `to` (of the same length) everywhere in the archive.
fn renamed(mut bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    for at in headers(&bytes, from.as_bytes()[..4].try_into().expect("four bytes")) {
        if bytes[at..].starts_with(from.as_bytes()) {
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        }
    }
    bytes
}

#[test]
fn names_that_leave_the_package_are_refused() {
    for name in [
        "../evil.sh",
        "a/../../evil",
        "/etc/passwd",
        r"..\evil",
        r"C:\evil",
        "a\0b.html",
        "a\u{7}.html",
        "c:evil",
    ] {
        let problem = read(&renamed(
            zip(&[("index.html", b""), (&"#".repeat(name.len()), b"x")]),
            &"#".repeat(name.len()),
            name,
        ));
        assert!(
            matches!(problem, Err(PackageProblem::UnsafePath { .. })),
            "{name:?}: {problem:?}"
        );
    }
}

#[test]
fn links_are_refused_whatever_system_they_claim() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .add_symlink("index.html", "/etc/passwd", SimpleFileOptions::default())
        .expect("a link");
    let mut bytes = writer.finish().expect("a zip").into_inner();
    assert_eq!(
        read(&bytes),
        Err(PackageProblem::Link {
            path: "index.html".into()
        })
    );
    let central = headers(&bytes, CENTRAL)[0];
    bytes[central + 5] = 0;
    assert_eq!(
        read(&bytes),
        Err(PackageProblem::Link {
            path: "index.html".into()
        })
    );
}

#[test]
fn encrypted_and_strange_entries_are_refused() {
    let bytes = zip(&[("index.html", b"<p>")]);
    assert_eq!(
        read(&patched(bytes.clone(), 6, 8, &[1])),
        Err(PackageProblem::Encrypted {
            path: "index.html".into()
        })
    );
    assert_eq!(
        read(&patched(bytes, 8, 10, &[14])),
        Err(PackageProblem::UnsupportedCompression {
            path: "index.html".into()
        })
    );
}

#[test]
fn lying_sizes_are_found_out() {
    let bytes = zip(&[("index.html", "many words ".repeat(1_000).as_bytes())]);
    let small = patched(bytes.clone(), 22, 24, &10_u32.to_le_bytes());
    assert_eq!(
        read(&small),
        Err(PackageProblem::Damaged {
            path: "index.html".into()
        })
    );
    let huge = patched(bytes.clone(), 22, 24, &0xFFFF_FFF0_u32.to_le_bytes());
    assert_eq!(read(&huge), Err(PackageProblem::TooLarge { limit: 4_000_000_000 }));
    let checksum = patched(bytes, 14, 16, &[1, 2, 3, 4]);
    assert_eq!(
        read(&checksum),
        Err(PackageProblem::Damaged {
            path: "index.html".into()
        })
    );
}

#[test]
fn twins_are_refused() {
    assert_eq!(
        read_files(&[("a/B.txt", b""), ("A/b.txt", b"")]),
        Err(PackageProblem::Duplicate { path: "A/b.txt".into() })
    );
    assert_eq!(
        read_files(&[("ÄÖ.txt", b""), ("äö.txt", b"")]),
        Err(PackageProblem::Duplicate {
            path: "äö.txt".into()
        })
    );
    assert_eq!(
        read_files(&[("a", b""), ("A/b.txt", b"")]),
        Err(PackageProblem::Duplicate { path: "a".into() })
    );
    assert_eq!(
        read_files(&[("a/./b", b""), ("a/b", b"")]),
        Err(PackageProblem::Duplicate { path: "a/b".into() })
    );
    let same = renamed(zip(&[("a.txt", b""), ("b.txt", b""), ("c.txt", b"")]), "b.txt", "c.txt");
    assert_eq!(read(&same), Err(PackageProblem::Duplicate { path: "c.txt".into() }));
    let text = manifest(ITEM);
    assert_eq!(
        read_files(&[("imsmanifest.xml", text.as_bytes()), ("IMSMANIFEST.XML", b"")]),
        Err(PackageProblem::TwoManifests)
    );
    let two = renamed(
        zip(&[("imsmanifest.xml", text.as_bytes()), ("imsmanifest.xyz", b"")]),
        "imsmanifest.xyz",
        "imsmanifest.xml",
    );
    assert_eq!(read(&two), Err(PackageProblem::TwoManifests));
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let mut bytes = zip(&[("index.html", b"text"), ("other.html", b"text")]);
    let second = headers(&bytes, CENTRAL)[1];
    bytes[second + 42..second + 46].fill(0);
    assert_eq!(read(&bytes), Err(PackageProblem::Overlapping));
}

#[test]
fn an_endless_directory_is_refused_before_it_is_read() {
    let names: Vec<String> = (0..2_000).map(|n| format!("{n:0>400}")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let bytes = zip(&files);
    let limits = Limits {
        files: 10,
        ..Limits::default()
    };
    assert_eq!(
        read_package(Cursor::new(bytes), &limits, &mut Discard),
        Err(PackageProblem::TooManyFiles { limit: 10 })
    );
}

#[test]
fn every_truncation_is_refused() {
    let text = manifest(ITEM);
    let bytes = zip(&[("imsmanifest.xml", text.as_bytes()), ("index.html", b"<p>")]);
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length]).is_err(), "{length}");
    }
    assert_eq!(read(b"not a zip"), Err(PackageProblem::NotAZip));
}
