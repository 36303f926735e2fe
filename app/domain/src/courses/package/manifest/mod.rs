//! `imsmanifest.xml`: from bytes to standard, title and table of contents.
//!
//! Elements and attributes are matched by their local name without regard to case: exporters disagree about both
//! prefixes and capitals (`adlcp:scormtype`, `adlcp:scormType`).

mod about;
pub(super) mod decode;
mod guard;
pub(super) mod href;
mod organization;
mod outline;
mod resources;
mod rules;
mod settings;
mod standard;
pub(super) mod text;
mod xml;

use roxmltree::{Document, Error, Node, ParsingOptions};

use super::entries::Entries;
use super::{Limits, Package, PackageProblem, Warning, names};
use outline::Outline;
use resources::Resources;
use rules::Collections;

/// Reads the manifest and checks its pages against the files of the package.
///
/// # Errors
/// One of the `Manifest…` problems, `NotAManifest`, `TooManyItems`, `NothingLaunchable` or `LaunchFileMissing`.
pub(super) fn read(bytes: &[u8], entries: &Entries, limits: &Limits) -> Result<Package, PackageProblem> {
    let (text, faithful) = decode::decode(bytes);
    if text.trim().is_empty() {
        return Err(PackageProblem::ManifestEmpty);
    }
    guard::check(&text, limits)?;
    let document = Document::parse_with_options(
        &text,
        ParsingOptions {
            allow_dtd: false,
            ..ParsingOptions::default()
        },
    )
    .map_err(|error| malformed(&error, &text))?;
    let root = document.root_element();
    if !root.tag_name().name().eq_ignore_ascii_case("manifest") {
        return Err(PackageProblem::NotAManifest {
            root: names::shown(root.tag_name().name()),
        });
    }
    let mut package = package(root, entries, limits)?;
    if !faithful {
        package.warnings.insert(0, Warning::Encoding);
    }
    Ok(package)
}

fn package(root: Node<'_, '_>, entries: &Entries, limits: &Limits) -> Result<Package, PackageProblem> {
    let (standard, edition) = standard::of(root);
    let resources = Resources::read(root, entries);
    let mut warnings = Vec::new();
    let organization = organization::chosen(root, &mut warnings).ok_or(PackageProblem::NothingLaunchable)?;
    let collections = Collections::read(root, limits);
    let mut outline = Outline::new(standard, &resources, collections, entries, limits);
    let items = outline.items(organization, 1)?;
    let title = about::title(root, organization, &items);
    let sequencing = outline.sequencing(organization, &title)?;
    warnings.extend(outline.warnings());
    warnings.extend(resources.missing(entries));
    let package = Package {
        standard,
        edition,
        title,
        description: about::description(root, organization),
        items,
        sequencing,
        warnings,
        files: 0,
        bytes: 0,
    };
    if package.all_items().any(|item| item.href.is_some()) {
        Ok(package)
    } else {
        Err(PackageProblem::NothingLaunchable)
    }
}

/// The parser's complaint, with a place a person can look at.
fn malformed(error: &Error, text: &str) -> PackageProblem {
    match error {
        Error::DtdDetected => PackageProblem::ManifestDtd,
        Error::NoRootNode => PackageProblem::ManifestEmpty,
        Error::UnclosedRootNode | Error::UnexpectedEndOfStream => {
            let line = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
            let last = text.lines().last().unwrap_or_default();
            PackageProblem::ManifestMalformed {
                line,
                column: u32::try_from(last.chars().count()).unwrap_or(0) + 1,
            }
        }
        other => PackageProblem::ManifestMalformed {
            line: other.pos().row,
            column: other.pos().col,
        },
    }
}
