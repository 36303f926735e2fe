//! Reads a PDF as far as it takes to say that words are in it.

use std::{collections::BTreeMap, io::Read};

use flate2::read::ZlibDecoder;

/// Every run of text. Fonts number their glyphs each for themselves, so a run is read once by each font.
pub fn texts(pdf: &[u8]) -> Vec<String> {
    let streams = streams(pdf);
    let maps: Vec<_> = streams
        .iter()
        .filter(|text| text.contains("begincmap"))
        .map(|text| map(text))
        .collect();
    assert!(!maps.is_empty(), "no font says what its glyphs mean");
    let runs = streams
        .iter()
        .filter(|text| text.contains("BT"))
        .flat_map(|text| runs(text));
    runs.flat_map(|run| maps.iter().map(|map| read(&run, map)).collect::<Vec<_>>())
        .collect()
}

fn streams(pdf: &[u8]) -> Vec<String> {
    let find = |from: usize, word: &[u8]| {
        pdf[from..]
            .windows(word.len())
            .position(|part| part == word)
            .map(|at| from + at)
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(begin) = find(at, b"stream\n") {
        let begin = begin + b"stream\n".len();
        let Some(end) = find(begin, b"\nendstream") else { break };
        let mut text = Vec::new();
        if ZlibDecoder::new(&pdf[begin..end]).read_to_end(&mut text).is_ok() {
            found.push(text.iter().map(|byte| char::from(*byte)).collect());
        }
        at = end + b"\nendstream".len();
    }
    found
}

/// The hexadecimal strings of a line.
fn hexes(line: &str) -> Vec<Vec<u16>> {
    let parts = line.split('<').skip(1).filter_map(|part| part.split('>').next());
    let digits = |part: &str| {
        let word = |at: usize| u16::from_str_radix(part.get(at..at + 4)?, 16).ok();
        (0..part.len()).step_by(4).map_while(word).collect()
    };
    parts.map(digits).collect()
}

/// Glyph → text, as a font's map says it.
fn map(cmap: &str) -> BTreeMap<u16, String> {
    let mut map = BTreeMap::new();
    for line in cmap.lines() {
        match hexes(line).as_slice() {
            [glyph, text] if glyph.len() == 1 => drop(map.insert(glyph[0], String::from_utf16_lossy(text))),
            [from, to, text] if from.len() == 1 && to.len() == 1 => {
                for (step, glyph) in (from[0]..=to[0]).enumerate() {
                    let mut text = text.clone();
                    if let Some(last) = text.last_mut() {
                        *last += u16::try_from(step).expect("a short range");
                    }
                    map.insert(glyph, String::from_utf16_lossy(&text));
                }
            }
            _ => {}
        }
    }
    map
}

/// The glyphs of each text operator: the strings before it, two bytes a glyph.
fn runs(content: &str) -> Vec<Vec<u16>> {
    let (mut runs, mut bytes) = (Vec::new(), Vec::new());
    let mut rest = content.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '(' => literal(&mut rest, &mut bytes),
            '<' => {
                let digits: String = rest.by_ref().take_while(|c| *c != '>').collect();
                bytes.extend(
                    (0..digits.len())
                        .step_by(2)
                        .filter_map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()),
                );
            }
            'T' if matches!(rest.peek(), Some('j' | 'J')) => {
                runs.push(
                    bytes
                        .chunks_exact(2)
                        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                        .collect(),
                );
                bytes.clear();
            }
            _ => {}
        }
    }
    runs
}

/// A string in parentheses, which may stand in it in pairs; a backslash begins an escape.
fn literal(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, bytes: &mut Vec<u8>) {
    let mut deep = 1;
    while let Some(c) = rest.next() {
        let byte = match c {
            '\\' => escape(rest),
            '(' => {
                deep += 1;
                b'('
            }
            ')' if deep == 1 => return,
            ')' => {
                deep -= 1;
                b')'
            }
            c => u8::try_from(c).expect("a byte"),
        };
        bytes.push(byte);
    }
}

fn escape(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> u8 {
    match rest.next() {
        Some('n') => b'\n',
        Some('r') => b'\r',
        Some('t') => b'\t',
        Some('b') => 8,
        Some('f') => 12,
        Some(digit @ '0'..='7') => {
            let mut digits = String::from(digit);
            while let Some(digit) = rest.next_if(|c| digits.len() < 3 && c.is_digit(8)) {
                digits.push(digit);
            }
            u8::from_str_radix(&digits, 8).expect("an octal byte")
        }
        other => u8::try_from(other.expect("an escaped character")).expect("a byte"),
    }
}

fn read(glyphs: &[u16], map: &BTreeMap<u16, String>) -> String {
    glyphs
        .iter()
        .map(|glyph| map.get(glyph).map_or("?", String::as_str))
        .collect()
}
