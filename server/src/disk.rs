//! The disk beside the database: where files lie for a while that nobody else sees (uploads on their way in, workbooks
//! on their way out), and what it says when it takes nothing.

use std::{
    error::Error,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// The folder for a while. The system's own may be memory, and a package is large.
#[derive(Clone, Debug)]
pub struct Incoming(PathBuf);

impl Incoming {
    /// The folder in the data folder.
    pub fn of(data_dir: &Path) -> Self {
        Self(data_dir.join("incoming"))
    }

    /// Makes it, where it is missing.
    ///
    /// # Errors
    /// The disk's own.
    pub fn make(&self) -> io::Result<()> {
        fs::create_dir_all(&self.0)
    }

    /// Removes what a killed portal left; where files in use have names, theirs stay.
    ///
    /// # Errors
    /// The disk's own.
    pub fn empty(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.0)? {
            let left = entry?.path();
            if let Err(error) = fs::remove_file(&left) {
                tracing::warn!(file = %left.display(), %error, "an upload of old could not be removed");
            }
        }
        Ok(())
    }

    /// A new file, gone when it is closed.
    ///
    /// # Errors
    /// The disk's own.
    pub fn file(&self) -> io::Result<File> {
        tempfile::tempfile_in(&self.0)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

/// An error of a library as one of the disk, with the kind of the disk's own among its causes.
pub fn error(error: impl Error + Send + Sync + 'static) -> io::Error {
    let mut kind = io::ErrorKind::Other;
    let mut next: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(cause) = next {
        next = match cause.downcast_ref::<io::Error>() {
            Some(cause) => {
                kind = cause.kind();
                cause.get_ref().map(|inner| inner as &(dyn Error + 'static))
            }
            None => cause.source(),
        };
    }
    io::Error::new(kind, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_known_below_what_libraries_say() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let store = |source: io::Error| object_store::Error::Generic {
            store: "LocalFileSystem",
            source: source.into(),
        };
        assert_eq!(error(store(full())).kind(), io::ErrorKind::StorageFull);
        assert_eq!(
            error(io::Error::other(store(full()))).kind(),
            io::ErrorKind::StorageFull
        );
        assert_eq!(error(io::Error::other(full())).kind(), io::ErrorKind::StorageFull);
        assert_eq!(error(store(io::Error::other("x"))).kind(), io::ErrorKind::Other);
        let no_disk = object_store::Error::Generic {
            store: "S3",
            source: "away".into(),
        };
        assert_eq!(error(no_disk).kind(), io::ErrorKind::Other);
    }

    #[test]
    fn what_was_left_goes_and_what_is_written_has_no_name() {
        let data = tempfile::tempdir().expect("a folder");
        let incoming = Incoming::of(data.path());
        incoming.make().expect("a folder");
        fs::write(incoming.path().join("left"), "x").expect("a file");
        incoming.empty().expect("it can be read");
        let _file = incoming.file().expect("a file");
        #[cfg(unix)]
        assert_eq!(fs::read_dir(incoming.path()).expect("the folder").count(), 0);
        incoming.make().expect("it is there already");
    }
}
