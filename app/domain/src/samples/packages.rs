//! The demo courses as packages: what an author's tool would have exported.

use std::io::{self, Cursor, Write};

use include_dir::{Dir, include_dir};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::fault::{Error, Result};

static COURSES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo");

/// What lies in every demo course's package.
const COMMON: &str = "common";

/// A demo course as a zip archive in memory, its own files and those all of them share; each is smaller than 60 kB.
///
/// # Errors
/// A fault where there is no such demo course.
pub fn zipped(folder: &str) -> Result<Cursor<Vec<u8>>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in [folder, COMMON] {
        let folder = COURSES
            .get_dir(name)
            .ok_or_else(|| Error::fault("a demo course is missing"))?;
        add(folder, folder, &mut writer).map_err(Error::fault)?;
    }
    writer.finish().map_err(Error::fault)
}

fn add(root: &Dir<'_>, folder: &Dir<'_>, writer: &mut ZipWriter<Cursor<Vec<u8>>>) -> io::Result<()> {
    for file in folder.files() {
        let path = file.path().strip_prefix(root.path()).unwrap_or_else(|_| file.path());
        writer
            .start_file(path.to_string_lossy(), SimpleFileOptions::default())
            .map_err(io::Error::other)?;
        writer.write_all(file.contents())?;
    }
    folder.dirs().try_for_each(|inner| add(root, inner, writer))
}
