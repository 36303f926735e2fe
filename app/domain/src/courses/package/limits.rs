//! How much a package may ask of the portal.

/// The bounds a package must keep; every one is checked against what really comes out of the archive.
///
/// Source: `spec/runtime.md`, "Reading a package".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files together, unpacked.
    pub unpacked_bytes: u64,
    /// Number of files, without ignored ones and folders.
    pub files: usize,
    /// Folders above a file, the file's own name included.
    pub depth: usize,
    /// Bytes of one path, in UTF-8.
    pub name_bytes: usize,
    /// How many times larger than its compressed form a file may become, once past [`Limits::ratio_from`].
    pub ratio: u64,
    /// Real output bytes from which the ratio counts.
    pub ratio_from: u64,
    /// Bytes of `imsmanifest.xml`.
    pub manifest_bytes: u64,
    /// Levels of items within items.
    pub item_depth: usize,
    /// Number of items in the manifest.
    pub items: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked_bytes: 4_000_000_000,
            files: 20_000,
            depth: 32,
            name_bytes: 512,
            ratio: 200,
            ratio_from: 10 << 20,
            manifest_bytes: 8 << 20,
            item_depth: 32,
            items: 10_000,
        }
    }
}

impl Limits {
    /// Entries of any kind (folders and ignored files too) the archive may list.
    pub(super) fn entries(&self) -> usize {
        self.files.saturating_mul(4)
    }

    /// Bytes the archive's own directory may take: it is read before anything in it can be judged.
    pub(super) fn directory_bytes(&self) -> u64 {
        (1 << 20) + 256 * self.entries() as u64
    }
}
