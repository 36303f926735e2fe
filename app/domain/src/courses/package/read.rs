//! The one act of this folder: a package from an archive.

use std::io::{Read, Seek};

use super::archive::{self, Archive};
use super::entries::{Entries, MANIFEST};
use super::unpack::{beginning, unpack};
use super::{FileSink, Limits, Package, PackageProblem, manifest, pages};

/// Reads a package: checks the archive's list, reads the manifest, then hands every file to the sink.
///
/// The manifest comes first, so a bad package is refused before anything is stored. Sizes and counts are those of
/// the real output. The caller publishes or discards what the sink has staged.
///
/// Source: `spec/runtime.md`, "Reading a package".
///
/// # Errors
/// The first [`PackageProblem`] met; the sink may hold some files by then.
pub fn read_package<R: Read + Seek>(
    archive: R,
    limits: &Limits,
    sink: &mut dyn FileSink,
) -> Result<Package, PackageProblem> {
    let mut archive = archive::open(archive, limits)?;
    let entries = Entries::list(&archive, limits)?;
    let mut package = contents(&mut archive, &entries, limits)?;
    package.bytes = unpack(&mut archive, &entries, limits, sink)?;
    package.files = u32::try_from(entries.files.len()).unwrap_or(u32::MAX);
    Ok(package)
}

/// What the package says it is.
fn contents<R: Read + Seek>(
    archive: &mut Archive<R>,
    entries: &Entries,
    limits: &Limits,
) -> Result<Package, PackageProblem> {
    let Some(entry) = entries.find(MANIFEST) else {
        return pages::read(archive, entries, limits);
    };
    let bytes = beginning(archive, entry, limits.manifest_bytes, limits)?;
    if bytes.len() as u64 > limits.manifest_bytes {
        return Err(PackageProblem::ManifestTooLarge {
            limit: limits.manifest_bytes,
        });
    }
    manifest::read(&bytes, entries, limits)
}
