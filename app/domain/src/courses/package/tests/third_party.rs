//! Packages made by others (`packages/README.md` beside the repository), where they are at hand.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::super::{Limits, Package, PackageProblem, ScormType, read_package};
use super::Kept;
use crate::runtime::cmi::Standard;

/// The folder of `LECTERN_PACKAGES`, or `shared/packages` beside the repository.
fn folder() -> Option<PathBuf> {
    let beside = |above: &Path| above.parent().map(|parent| parent.join("shared/packages"));
    let found = std::env::var_os("LECTERN_PACKAGES").map(PathBuf::from).or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .filter_map(beside)
            .find(|folder| folder.is_dir())
    });
    if found.is_none() {
        println!("skipped: no third-party packages (set LECTERN_PACKAGES)");
    }
    found.filter(|folder| folder.is_dir())
}

fn read(folder: &Path, name: &str) -> Result<Package, PackageProblem> {
    let file = File::open(folder.join(name)).expect(name);
    let mut kept = Kept::default();
    let package = read_package(file, &Limits::default(), &mut kept)?;
    for item in package.all_items() {
        assert!(
            item.file().is_none_or(|file| kept.0.contains_key(&file)),
            "{name}: {:?}",
            item.href
        );
    }
    assert_eq!(kept.0.len(), package.files as usize);
    Ok(package)
}

#[test]
fn good_packages_launch() {
    let Some(folder) = folder() else { return };
    for (name, standard, title, items) in [
        (
            "singlescobasic.zip",
            Standard::Scorm12,
            "Golf Explained - Run-time Basic Calls",
            1,
        ),
        (
            "RuntimeBasicCalls_SCORM20043rdEdition.zip",
            Standard::Scorm2004,
            "Golf Explained - Run-time Basic Calls",
            1,
        ),
        (
            "OneFilePerSCO_SCORM12.zip",
            Standard::Scorm12,
            "Golf Explained - CP One File Per SCO",
            22,
        ),
        (
            "SequencingForcedSequential_SCORM20043rd.zip",
            Standard::Scorm2004,
            "Golf Explained - Sequencing Forced Order",
            5,
        ),
        ("complexscorm.zip", Standard::Scorm12, "The organization", 8),
        (
            "odd/scorm12__LaunchUrlFromNestedItem_SCORM12.zip",
            Standard::Scorm12,
            "Launch URL From Nested Item Test",
            7,
        ),
    ] {
        let package = read(&folder, name).expect(name);
        assert_eq!(
            (package.standard, package.title.as_str(), package.all_items().count()),
            (standard, title, items),
            "{name}"
        );
        // One of them names a default organization it does not have.
        assert_eq!(
            package.warnings.len(),
            usize::from(name == "complexscorm.zip"),
            "{:?}",
            package.warnings
        );
    }
}

#[test]
fn outlines_are_as_their_makers_meant() {
    let Some(folder) = folder() else { return };
    let complex = read(&folder, "complexscorm.zip").expect("a package");
    let items = &complex.items;
    assert_eq!(items[3].children[0].children[0].title, "Sub-Sub-SCO");
    assert!(!items[4].visible && items[2].scorm_type == ScormType::Asset);
    assert!(
        items[5]
            .prerequisites
            .as_deref()
            .is_some_and(|script| script.contains('&'))
    );
    let forced = read(&folder, "SequencingForcedSequential_SCORM20043rd.zip").expect("a package");
    assert_eq!(forced.edition.as_deref(), Some("2004 3rd Edition"));
    assert!(forced.sequencing.is_some_and(|sequencing| sequencing.control_mode.flow));
    let second = forced.items[1].sequencing.as_ref().expect("sequencing");
    assert_eq!(
        (second.sequencing_rules[0].action.as_str(), second.objectives.len()),
        ("disabled", 2)
    );
    // From the shared rules.
    assert!(second.rollup.objective_measure_weight.abs() < f64::EPSILON);
}

#[test]
fn odd_packages_are_refused_each_with_its_own_sentence() {
    let Some(folder) = folder() else { return };
    let mut sentences = Vec::new();
    for (name, problem) in [
        (
            "badscorm",
            PackageProblem::ManifestInFolder {
                folder: "badscorm".into(),
            },
        ),
        ("invalid", PackageProblem::NothingToOpen),
        ("validscorm", PackageProblem::ManifestEmpty),
        (
            "scorm12__MalformedXml_SCORM12",
            PackageProblem::ManifestMalformed { line: 27, column: 5 },
        ),
        ("scorm12__MissingLaunchUrl_SCORM12", PackageProblem::NothingLaunchable),
        (
            "scorm12__InvalidFileReferences_SCORM12",
            PackageProblem::LaunchFileMissing {
                item: "Test Item".into(),
                path: "content/nonexistent.html".into(),
            },
        ),
        (
            "passwordis1",
            PackageProblem::Encrypted {
                path: "hello.txt".into(),
            },
        ),
    ] {
        assert_eq!(
            read(&folder, &format!("odd/{name}.zip")),
            Err(problem.clone()),
            "{name}"
        );
        sentences.push(problem.sentence());
    }
    sentences.sort();
    sentences.dedup();
    assert_eq!(sentences.len(), 7);
}
