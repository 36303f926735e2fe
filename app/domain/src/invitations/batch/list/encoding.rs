//! Which letters the bytes of a list mean, and the list as UTF-8 whatever it was.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, UTF_8, WINDOWS_1252};
use lectern_contract::Refusal;

use crate::fault::{Error, Result};

/// Bytes looked at at once.
const PIECE: usize = 16 * 1024;

/// The encoding of a text: what its byte order mark says, else UTF-8 where every byte fits, else Windows-1252, in
/// which spreadsheet programs of the West save. Addresses look the same in the last two.
///
/// # Errors
/// `NotText` for workbooks, archives, pictures: whatever holds a zero byte and is no UTF-16.
pub(super) fn of(text: &mut (impl Read + Seek)) -> Result<&'static Encoding> {
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let (mut raw, mut out) = (vec![0; PIECE], vec![0; 4 * PIECE]);
    let (mut begin, mut fits) = (true, true);
    text.seek(SeekFrom::Start(0)).map_err(Error::fault)?;
    loop {
        let read = fill(text, &mut raw).map_err(Error::fault)?;
        let piece = &raw[..read];
        if begin && let Some((encoding, _)) = Encoding::for_bom(piece) {
            return Ok(encoding);
        }
        begin = false;
        if piece.contains(&0) {
            return Err(Refusal::NotText.into());
        }
        let last = read < PIECE;
        if fits {
            let (result, ..) = decoder.decode_to_utf8_without_replacement(piece, &mut out, last);
            fits = matches!(result, DecoderResult::InputEmpty);
        }
        if last {
            return Ok(if fits { UTF_8 } else { WINDOWS_1252 });
        }
    }
}

/// Reads until the buffer is full or the text ends.
fn fill(text: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match text.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// A text in some encoding, read as UTF-8 without its byte order mark. What fits no encoding becomes `\u{fffd}`.
pub(super) struct Decoded<R> {
    text: R,
    decoder: Decoder,
    raw: Vec<u8>,
    out: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(text: R, encoding: &'static Encoding) -> Self {
        Self {
            text,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; PIECE],
            out: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    fn more(&mut self) -> io::Result<()> {
        let read = fill(&mut self.text, &mut self.raw)?;
        self.ended = read < PIECE;
        // One byte becomes three at most; a little is left over for what the piece before held back.
        self.out.resize(3 * PIECE + 16, 0);
        let raw = &self.raw[..read];
        let (result, _, written, _) = self.decoder.decode_to_utf8(raw, &mut self.out, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the buffer is large enough");
        self.out.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.ended {
            self.more()?;
        }
        let rest = &self.out[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}
