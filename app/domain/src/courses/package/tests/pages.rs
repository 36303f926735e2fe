//! Packages without a manifest in the first level.

use super::super::{PackageProblem, Warning};
use super::{ITEM, manifest, read_files};
use crate::runtime::cmi::Standard;

#[test]
fn plain_pages_are_a_course() {
    for (path, href) in [
        ("index.html", "index.html"),
        ("Index.HTM", "Index.HTM"),
        ("my course/index.html", "my course/index.html"),
    ] {
        let package = read_files(&[(path, b"<title>Fire &amp; safety</title>")]).expect("a package");
        assert_eq!(
            (package.standard, package.title.as_str()),
            (Standard::Web, "Fire & safety")
        );
        assert_eq!(package.items[0].href.as_deref(), Some(href));
        assert_eq!((package.files, package.bytes), (1, 32));
    }
}

#[test]
fn other_packages_are_refused_each_in_its_way() {
    let text = manifest(ITEM);
    let inner = ("course/imsmanifest.xml", text.as_bytes());
    assert_eq!(
        read_files(&[inner, ("course/index.html", b"")]),
        Err(PackageProblem::ManifestInFolder {
            folder: "course".into()
        })
    );
    assert_eq!(
        read_files(&[("tincan.xml", b""), ("index.html", b"")]),
        Err(PackageProblem::TinCan)
    );
    assert_eq!(
        read_files(&[("x/cmi5.xml", b""), ("x/index.html", b"")]),
        Err(PackageProblem::Cmi5)
    );
    assert_eq!(read_files(&[("test.html", b"")]), Err(PackageProblem::NothingToOpen));
    assert_eq!(
        read_files(&[("a/index.html", b""), ("b/index.html", b"")]),
        Err(PackageProblem::NothingToOpen)
    );
    assert_eq!(read_files(&[]), Err(PackageProblem::NothingToOpen));
    let package = read_files(&[inner, ("index.html", b"")]).expect("a package");
    assert_eq!(
        package.warnings,
        [Warning::ManifestIgnored {
            folder: "course".into()
        }]
    );
}
