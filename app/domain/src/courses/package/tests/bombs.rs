//! Small archives that unpack to very much.

use std::io::{self, Cursor, Read};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::super::{FileSink, Limits, PackageProblem, read_package};
use super::hostile::{CENTRAL, LOCAL, headers};
use super::{read_files, zip_with};

/// Counts what it is given, without keeping it.
#[derive(Default)]
struct Counting(u64);

impl FileSink for Counting {
    fn file(&mut self, _: &str, content: &mut dyn Read) -> io::Result<()> {
        let mut buffer = [0; 8192];
        loop {
            match content.read(&mut buffer)? {
                0 => return Ok(()),
                read => self.0 += read as u64,
            }
        }
    }
}

/// A deflate stream of a gigabyte of zeros, 1 MB small: one block whose commonest code is a run of 258 in two bits.
fn gigabyte() -> Vec<u8> {
    let fields: &[(u32, u32)] = &[
        // Last block, own codes, all 286 lengths, one distance, 18 code lengths (of 18, 2 and 1).
        (1, 1),
        (2, 2),
        (29, 5),
        (0, 5),
        (14, 4),
        (0, 6),
        (1, 3),
        (0, 36),
        (2, 3),
        (0, 3),
        (2, 3),
        // Literal 0 in two bits, 255 unused, end of block in two bits, 28 unused, a run of 258 in one; one distance.
        (3, 2),
        (0, 1),
        (127, 7),
        (0, 1),
        (106, 7),
        (3, 2),
        (0, 1),
        (17, 7),
        (1, 2),
        (1, 2),
        // The first zero; what follows are runs of it, and those are zero bits.
        (1, 2),
    ];
    let bits: Vec<bool> = fields
        .iter()
        .flat_map(|(value, width)| (0..*width).map(move |bit| bit < 32 && value >> bit & 1 == 1))
        .collect();
    let byte = |bits: &[bool]| {
        bits.iter()
            .enumerate()
            .fold(0, |byte, (at, bit)| byte | u8::from(*bit) << at)
    };
    let mut stream: Vec<u8> = bits.chunks(8).map(byte).collect();
    stream.resize((1 << 30) / 258 / 4, 0);
    stream
}

#[test]
fn a_bomb_is_refused_soon_after_it_begins() {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let bytes = zip_with(&[("index.html", &[]), ("zeros.bin", &gigabyte())], stored);
    // The second entry is deflated in truth, and a gigabyte when unpacked.
    let (mut bytes, size) = (bytes, (1_u32 << 30).to_le_bytes());
    for (magic, method, length) in [(LOCAL, 8, 22), (CENTRAL, 10, 24)] {
        let at = headers(&bytes, magic)[1];
        bytes[at + method] = 8;
        bytes[at + length..at + length + 4].copy_from_slice(&size);
    }
    let mut sink = Counting::default();
    let problem = read_package(Cursor::new(bytes), &Limits::default(), &mut sink).expect_err("refused");
    assert_eq!(
        problem,
        PackageProblem::Bomb {
            path: "zeros.bin".into()
        }
    );
    assert!((9 << 20..11 << 20).contains(&sink.0), "{} bytes came out", sink.0);
}

#[test]
fn many_small_bombs_are_one() {
    let zeros = vec![0; 6 << 20];
    let problem = read_files(&[("index.html", &zeros), ("a", &zeros), ("b", &zeros)]);
    assert_eq!(problem, Err(PackageProblem::Bomb { path: "a".into() }));
}
