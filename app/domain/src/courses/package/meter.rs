//! Counting what really comes out of the archive.

use std::io::{self, Read};

use super::archive::{Toll, is_content, storage};
use super::{Limits, PackageProblem, names};

/// What has come out so far, of the whole package.
#[derive(Debug)]
pub(super) struct Meter<'a> {
    limits: &'a Limits,
    toll: &'a Toll,
    /// Bytes read from the archive before the first file.
    before: u64,
    /// Real bytes out, of all files.
    pub out: u64,
}

impl<'a> Meter<'a> {
    pub fn new(limits: &'a Limits, toll: &'a Toll) -> Self {
        Self {
            limits,
            toll,
            before: toll.taken(),
            out: 0,
        }
    }

    /// Starts the count of one file.
    pub fn file<'m>(&'m mut self, content: &'m mut dyn Read, path: &'m str) -> Counted<'m, 'a> {
        let before = self.toll.taken();
        Counted {
            meter: self,
            content,
            path,
            before,
            out: 0,
            problem: None,
        }
    }

    /// `out` bytes of a file came out since `before`; the ratio holds for it and for all files together.
    fn check(&self, out: u64, before: u64, path: &str) -> Option<PackageProblem> {
        let limits = self.limits;
        let grows = |out: u64, before: u64| {
            out > limits.ratio_from && out / limits.ratio.max(1) > self.toll.taken().saturating_sub(before)
        };
        if self.out > limits.unpacked_bytes {
            Some(PackageProblem::TooLarge {
                limit: limits.unpacked_bytes,
            })
        } else if grows(out, before) || grows(self.out, self.before) {
            Some(PackageProblem::Bomb {
                path: names::shown(path),
            })
        } else {
            None
        }
    }
}

/// One file's content, counted while it is read; it ends with an error when a limit is passed.
pub(super) struct Counted<'m, 'a> {
    meter: &'m mut Meter<'a>,
    content: &'m mut dyn Read,
    path: &'m str,
    before: u64,
    out: u64,
    problem: Option<PackageProblem>,
}

impl Counted<'_, '_> {
    /// Reads what the sink left, so that counts and checksum hold for the whole file.
    ///
    /// # Errors
    /// The problem met while reading, if any: even one the sink has hidden.
    pub fn finish(mut self) -> Result<(), PackageProblem> {
        let mut scrap = [0; 4096];
        while self.problem.is_none() {
            match self.read(&mut scrap) {
                Ok(0) => break,
                Err(error) if error.kind() != io::ErrorKind::Interrupted => break,
                _ => {}
            }
        }
        self.problem.map_or(Ok(()), Err)
    }

    /// The problem met while reading, if any.
    pub fn problem(self) -> Option<PackageProblem> {
        self.problem
    }

    fn stop(&mut self, problem: PackageProblem) -> io::Error {
        let error = io::Error::new(io::ErrorKind::InvalidData, problem.clone());
        self.problem = Some(problem);
        error
    }
}

impl Read for Counted<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(problem) = &self.problem {
            return Err(io::Error::new(io::ErrorKind::InvalidData, problem.clone()));
        }
        let read = match self.content.read(buffer) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) if is_content(&error) => {
                return Err(self.stop(PackageProblem::Damaged {
                    path: names::shown(self.path),
                }));
            }
            Err(error) => return Err(self.stop(storage(&error))),
        };
        self.out += read as u64;
        self.meter.out += read as u64;
        match self.meter.check(self.out, self.before, self.path) {
            Some(problem) => Err(self.stop(problem)),
            None => Ok(read),
        }
    }
}
