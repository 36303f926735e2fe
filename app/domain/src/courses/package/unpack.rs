//! Our own extraction loop: nothing leaves the archive uncounted.

use std::io::{self, Read, Seek};

use zip::result::ZipError;

use super::archive::{Archive, is_content, storage};
use super::entries::{Entries, Entry};
use super::meter::Meter;
use super::{FileSink, Limits, PackageProblem, names};

/// Hands every file to the sink and returns how many bytes came out.
///
/// # Errors
/// `Damaged`, `TooLarge`, `Bomb` for the content; `Storage` for what the sink says.
pub(super) fn unpack<R: Read + Seek>(
    archive: &mut Archive<R>,
    entries: &Entries,
    limits: &Limits,
    sink: &mut dyn FileSink,
) -> Result<u64, PackageProblem> {
    let mut meter = Meter::new(limits, &archive.toll);
    for entry in &entries.files {
        let mut content = archive
            .zip
            .by_index(entry.index)
            .map_err(|error| unreadable(error, entry))?;
        let mut counted = meter.file(&mut content, &entry.path);
        match sink.file(&entry.path, &mut counted) {
            Ok(()) => counted.finish()?,
            Err(error) => return Err(counted.problem().unwrap_or_else(|| storage(&error))),
        }
    }
    Ok(meter.out)
}

/// Reads the beginning of one file into memory, up to `most` bytes; one byte more shows that there is more.
///
/// # Errors
/// As [`unpack`].
pub(super) fn beginning<R: Read + Seek>(
    archive: &mut Archive<R>,
    entry: &Entry,
    most: u64,
    limits: &Limits,
) -> Result<Vec<u8>, PackageProblem> {
    let mut meter = Meter::new(limits, &archive.toll);
    let mut content = archive
        .zip
        .by_index(entry.index)
        .map_err(|error| unreadable(error, entry))?;
    let mut counted = meter.file(&mut content, &entry.path);
    let mut bytes = Vec::new();
    let read = io::copy(&mut (&mut counted).take(most.saturating_add(1)), &mut bytes);
    match (read, counted.problem()) {
        (_, Some(problem)) => Err(problem),
        (Err(error), None) => Err(storage(&error)),
        (Ok(_), None) => Ok(bytes),
    }
}

fn unreadable(error: ZipError, entry: &Entry) -> PackageProblem {
    match error {
        ZipError::Io(error) if !is_content(&error) => storage(&error),
        _ => PackageProblem::Damaged {
            path: names::shown(&entry.path),
        },
    }
}
