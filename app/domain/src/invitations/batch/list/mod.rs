//! Lists as people give them: pasted lines or a table from a file, of any size that is allowed, never whole in memory.

mod encoding;
mod separator;
mod table;
#[cfg(test)]
mod tests;

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Seek, SeekFrom},
};

use data_encoding::HEXLOWER;
use encoding_rs::Encoding;
use lectern_contract::{
    Refusal,
    addresses::{bare, is_address, is_invisible, key, split},
    limits,
    refusal::Field,
};
use sha2::{Digest, Sha256};

use crate::fault::{Error, Result};

/// How a list was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// Typed or pasted into a field: addresses with separators between them.
    Pasted,
    /// A file: a table with addresses in it.
    File,
}

/// One place of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The cleaned address, or what stands in its place.
    pub email: String,
    /// What its spellings have in common; none where it is no address.
    pub key: Option<String>,
}

/// A list that was read once and found to be one.
#[derive(Debug)]
pub(super) struct List {
    file: File,
    given: Given,
    encoding: &'static Encoding,
    /// The places it has.
    pub rows: u32,
    /// Tells lists with other addresses apart, and not those that are only written otherwise.
    pub hash: String,
}

impl List {
    /// Reads the list once, keeping nothing of it.
    ///
    /// # Errors
    /// `NotText`; `Missing` where it is empty; `TooManyRows`.
    pub(super) fn open(mut file: File, given: Given) -> Result<Self> {
        let encoding = encoding::of(&mut file)?;
        let (mut rows, mut hash) = (0, Sha256::new());
        entries(&mut file, given, encoding, &mut |entry| {
            rows += 1;
            if rows > limits::BATCH_ROWS {
                return Err(Refusal::TooManyRows.into());
            }
            hash.update(entry.key.as_ref().unwrap_or(&entry.email));
            hash.update([0]);
            Ok(())
        })?;
        if rows == 0 {
            return Err(Refusal::Missing(Field::Addresses).into());
        }
        let hash = HEXLOWER.encode(&hash.finalize());
        Ok(Self {
            file,
            given,
            encoding,
            rows,
            hash,
        })
    }

    /// Reads it again and gives its places, in their order, to `each`.
    ///
    /// # Errors
    /// Those of `each`.
    pub(super) fn read(mut self, mut each: impl FnMut(Entry) -> Result<()>) -> Result<()> {
        entries(&mut self.file, self.given, self.encoding, &mut each)
    }
}

fn entries(
    file: &mut (impl Read + Seek),
    given: Given,
    encoding: &'static Encoding,
    each: &mut impl FnMut(Entry) -> Result<()>,
) -> Result<()> {
    file.seek(SeekFrom::Start(0)).map_err(Error::fault)?;
    let text = encoding::Decoded::new(file, encoding);
    match given {
        Given::File => table::read(text, &mut |piece| each(entry(piece))),
        Given::Pasted => {
            for line in BufReader::new(text).lines() {
                for piece in split(&line.map_err(Error::fault)?) {
                    each(entry(&piece))?;
                }
            }
            Ok(())
        }
    }
}

fn entry(piece: &str) -> Entry {
    let address = bare(piece);
    if is_address(&address) {
        let key = Some(key(&address));
        return Entry { email: address, key };
    }
    let shown = piece.replace(is_invisible, " ");
    let email = shown.trim().chars().take(limits::EMAIL).collect();
    Entry { email, key: None }
}
