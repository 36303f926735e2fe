//! The list of files in a package, each with a name that has been judged.

use std::collections::HashMap;
use std::io::{Read, Seek};

use zip::CompressionMethod;
use zip::read::ZipFileEntry;

use super::archive::Archive;
use super::{Limits, PackageProblem, names};

/// The manifest's name; the case does not matter.
pub(super) const MANIFEST: &str = "imsmanifest.xml";

/// One file to unpack.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its place in the archive.
    pub index: usize,
    /// The plain path.
    pub path: String,
}

/// All files of a package that are not ignored.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub files: Vec<Entry>,
    folded: HashMap<String, usize>,
}

impl Entries {
    /// Lists the archive's files.
    ///
    /// # Errors
    /// A problem of the first entry that is encrypted, linked, badly named or there twice; of the whole for too many
    /// files, too many declared bytes, or two manifests.
    pub fn list<R: Read + Seek>(archive: &Archive<R>, limits: &Limits) -> Result<Self, PackageProblem> {
        let metadata = archive.zip.metadata();
        let mut entries = Self::default();
        let mut declared = 0_u64;
        for index in 0..metadata.len() {
            let Ok(entry) = metadata.entry(index) else {
                return Err(PackageProblem::NotAZip);
            };
            let name = entry.name().map_err(|_| PackageProblem::NotAZip)?;
            let path = names::safe(&name, limits)?;
            if names::ignored(&path) {
                continue;
            }
            check_kind(&entry, &path)?;
            if is_folder(&entry, &name) {
                continue;
            }
            declared = declared.saturating_add(entry.size());
            if declared > limits.unpacked_bytes {
                return Err(PackageProblem::TooLarge {
                    limit: limits.unpacked_bytes,
                });
            }
            entries.add(Entry { index, path }, limits)?;
        }
        entries.check_folders()?;
        Ok(entries)
    }

    /// The file of this name, or of one that differs only by case.
    pub fn find(&self, path: &str) -> Option<&Entry> {
        self.folded.get(&names::folded(path)).and_then(|at| self.files.get(*at))
    }

    fn add(&mut self, entry: Entry, limits: &Limits) -> Result<(), PackageProblem> {
        if self.files.len() >= limits.files {
            return Err(PackageProblem::TooManyFiles { limit: limits.files });
        }
        let folded = names::folded(&entry.path);
        let is_manifest = folded == MANIFEST;
        if self.folded.insert(folded, self.files.len()).is_some() {
            return Err(if is_manifest {
                PackageProblem::TwoManifests
            } else {
                PackageProblem::Duplicate {
                    path: names::shown(&entry.path),
                }
            });
        }
        self.files.push(entry);
        Ok(())
    }

    /// A name cannot be a file and a folder at once.
    fn check_folders(&self) -> Result<(), PackageProblem> {
        for folded in self.folded.keys() {
            for (at, _) in folded.match_indices('/') {
                if self.folded.contains_key(&folded[..at]) {
                    return Err(PackageProblem::Duplicate {
                        path: names::shown(&folded[..at]),
                    });
                }
            }
        }
        Ok(())
    }
}

/// Only plain files and folders, not encrypted, stored or deflated.
fn check_kind(entry: &ZipFileEntry<'_>, path: &str) -> Result<(), PackageProblem> {
    const KIND: u32 = 0o170_000;
    const FILE: u32 = 0o100_000;
    const FOLDER: u32 = 0o040_000;
    let path = || names::shown(path);
    if entry.encrypted() {
        return Err(PackageProblem::Encrypted { path: path() });
    }
    // Whatever system the entry claims: some unpackers look at these bits alone.
    if !matches!((entry.external_attributes() >> 16) & KIND, 0 | FILE | FOLDER) {
        return Err(PackageProblem::Link { path: path() });
    }
    match entry.compression() {
        CompressionMethod::Stored | CompressionMethod::Deflated => Ok(()),
        _ => Err(PackageProblem::UnsupportedCompression { path: path() }),
    }
}

fn is_folder(entry: &ZipFileEntry<'_>, name: &str) -> bool {
    entry.is_dir() || name.ends_with(['/', '\\'])
}
