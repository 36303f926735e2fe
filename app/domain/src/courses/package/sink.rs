//! Where accepted files go.

use std::io::{self, Read};

/// Takes the files of a package, one by one, as they are unpacked.
///
/// Files arrive before the whole package is known to be good: stage them, and publish only after
/// `read_package` returned `Ok`.
pub trait FileSink {
    /// Takes one file. `path` is relative, uses `/`, and never leaves the package.
    ///
    /// # Errors
    /// Whatever the storage says; it ends the reading with `PackageProblem::Storage`. Errors met while reading
    /// `content` should be passed on as they are.
    fn file(&mut self, path: &str, content: &mut dyn Read) -> io::Result<()>;
}

/// A sink that keeps nothing: for a look at a package without storing it.
#[derive(Debug, Default, Clone, Copy)]
pub struct Discard;

impl FileSink for Discard {
    fn file(&mut self, _path: &str, content: &mut dyn Read) -> io::Result<()> {
        io::copy(content, &mut io::sink()).map(drop)
    }
}
