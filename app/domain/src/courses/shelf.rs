//! Where the files of packages are kept: a port; `server` puts a local folder or an S3 bucket behind it.

use std::{fmt::Debug, io};

use lectern_contract::VersionId;

/// Keeps files under keys with `/` between their parts. Called off the request threads: it may block.
pub trait Shelf: Send + Sync + Debug {
    /// Keeps a file, in bounded memory however large it is.
    ///
    /// # Errors
    /// The store's own.
    fn put(&self, key: &str, content: &mut dyn io::Read) -> io::Result<()>;

    /// Removes everything whose key begins with this folder.
    ///
    /// # Errors
    /// The store's own.
    fn remove_folder(&self, folder: &str) -> io::Result<()>;
}

/// The folder of a version's files.
pub fn folder(version: VersionId) -> String {
    format!("versions/{version}")
}

/// The key of one file of a version.
pub fn key(version: VersionId, path: &str) -> String {
    format!("{}/{path}", folder(version))
}

/// A shelf in memory that forgets; for tests that do not read files back.
#[derive(Debug, Default)]
pub struct NoShelf;

impl Shelf for NoShelf {
    fn put(&self, _: &str, content: &mut dyn io::Read) -> io::Result<()> {
        io::copy(content, &mut io::sink()).map(drop)
    }

    fn remove_folder(&self, _: &str) -> io::Result<()> {
        Ok(())
    }
}
