//! Opening the zip itself, with a bound on what its directory may cost.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use zip::ZipArchive;
use zip::read::{ArchiveOffset, Config};
use zip::result::ZipError;

use super::{Limits, PackageProblem, names};

/// How many bytes were read from the archive, and how many may be.
#[derive(Debug)]
pub(super) struct Toll {
    taken: Cell<u64>,
    limit: Cell<u64>,
}

impl Toll {
    /// Bytes read from the archive so far: what the files that came out really cost.
    pub fn taken(&self) -> u64 {
        self.taken.get()
    }
}

/// A reader that counts, and stops at the limit: an archive's directory is read whole, before it can be judged.
#[derive(Debug)]
pub(super) struct Counting<R> {
    inner: R,
    toll: Rc<Toll>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.toll.taken.get();
        let left = self.toll.limit.get().saturating_sub(taken);
        if left == 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.inner.read(&mut buffer[..most])?;
        self.toll.taken.set(taken.saturating_add(read as u64));
        Ok(read)
    }
}

impl<R: Seek> Seek for Counting<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// An opened archive and the count of what is read from it.
#[derive(Debug)]
pub(super) struct Archive<R> {
    pub zip: ZipArchive<Counting<R>>,
    pub toll: Rc<Toll>,
}

/// Opens the archive and refuses what is wrong with it as a whole.
///
/// # Errors
/// `NotAZip`, `TooManyFiles`, `Duplicate` or `TwoManifests` for entries of exactly the same name, `Overlapping`.
pub(super) fn open<R: Read + Seek>(reader: R, limits: &Limits) -> Result<Archive<R>, PackageProblem> {
    let toll = Rc::new(Toll {
        taken: Cell::new(0),
        limit: Cell::new(limits.directory_bytes()),
    });
    let reader = Counting {
        inner: reader,
        toll: Rc::clone(&toll),
    };
    // A known offset: looking for one reads the whole file.
    let config = Config {
        archive_offset: ArchiveOffset::Known(0),
    };
    let opened = ZipArchive::with_config(config, reader);
    if toll.taken() >= toll.limit.replace(u64::MAX) {
        return Err(PackageProblem::TooManyFiles { limit: limits.files });
    }
    let mut zip = opened.map_err(|error| match error {
        ZipError::Io(error) if !is_content(&error) => storage(&error),
        _ => PackageProblem::NotAZip,
    })?;
    if zip.len() > limits.entries() {
        return Err(PackageProblem::TooManyFiles { limit: limits.files });
    }
    if zip.has_duplicate_names() {
        return Err(duplicate(zip));
    }
    match zip.has_overlapping_entries() {
        Ok(false) => Ok(Archive { zip, toll }),
        Ok(true) => Err(PackageProblem::Overlapping),
        Err(ZipError::Io(error)) if !is_content(&error) => Err(storage(&error)),
        Err(_) => Err(PackageProblem::NotAZip),
    }
}

/// Whether an i/o error speaks of the archive's content and not of the disk below it.
pub(super) fn is_content(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    matches!(error.kind(), UnexpectedEof | InvalidData | InvalidInput | Other)
}

pub(super) fn storage(error: &io::Error) -> PackageProblem {
    PackageProblem::Storage {
        kind: error.kind().to_string(),
    }
}

/// Names the entry that is there twice: the reader itself keeps only one of them.
fn duplicate<R: Read + Seek>(zip: ZipArchive<Counting<R>>) -> PackageProblem {
    let start = zip.central_directory_start();
    let name = repeated_name(&mut zip.into_inner(), start).unwrap_or_default();
    let name = String::from_utf8_lossy(&name).into_owned();
    if name.eq_ignore_ascii_case(super::entries::MANIFEST) {
        PackageProblem::TwoManifests
    } else {
        PackageProblem::Duplicate {
            path: names::shown(&name),
        }
    }
}

/// Walks the central directory (APPNOTE 4.3.12) to the first name seen twice.
fn repeated_name<R: Read + Seek>(reader: &mut R, start: u64) -> Option<Vec<u8>> {
    reader.seek(SeekFrom::Start(start)).ok()?;
    let mut reader = io::BufReader::new(reader);
    let mut seen = HashSet::new();
    loop {
        let mut header = [0; 46];
        reader.read_exact(&mut header).ok()?;
        let length = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
        if header[..4] != *b"PK\x01\x02" {
            return None;
        }
        let mut name = vec![0; length(28)];
        reader.read_exact(&mut name).ok()?;
        reader
            .seek_relative(i64::try_from(length(30) + length(32)).ok()?)
            .ok()?;
        if !seen.insert(name.clone()) {
            return Some(name);
        }
    }
}
