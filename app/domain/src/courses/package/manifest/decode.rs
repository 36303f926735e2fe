//! Bytes to text: byte order marks, UTF-16 without one, and the encodings exporters declare.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into the file the XML declaration is looked for.
const DECLARED_WITHIN: usize = 512;

/// Decodes XML or HTML. The second value is `false` when the bytes were not what they claim to be.
///
/// Text that should be UTF-8 but is not is read as windows-1252, which is what such files nearly always are.
pub(in super::super) fn decode(bytes: &[u8]) -> (String, bool) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    let encoding = match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        // A declaration of UTF-16 that can be read as single bytes is not true.
        _ => declared(bytes)
            .filter(|known| *known != UTF_16LE && *known != UTF_16BE)
            .unwrap_or(UTF_8),
    };
    with(encoding, bytes)
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> (String, bool) {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if !broken {
        return (tidy(&text), true);
    }
    if encoding == UTF_8 {
        return (tidy(&WINDOWS_1252.decode_without_bom_handling(bytes).0), false);
    }
    (tidy(&text), false)
}

/// Some exporters pad the file with NULs, or put an empty line before the declaration (which XML forbids).
fn tidy(text: &str) -> String {
    let text = text.trim_end_matches('\0');
    let started = text.trim_start();
    if !started.starts_with("<?xml") || started.len() == text.len() {
        return text.to_owned();
    }
    // Lines keep their numbers: what stood before the declaration is moved behind it.
    let blank = &text[..text.len() - started.len()];
    match started.split_once("?>") {
        Some((declaration, rest)) => format!("{declaration}?>{blank}{rest}"),
        None => started.to_owned(),
    }
}

/// The `encoding="…"` (or HTML's `charset=…`) near the beginning.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start: String = bytes
        .iter()
        .take(DECLARED_WITHIN)
        .map(|byte| char::from(*byte))
        .collect();
    let lower = start.to_ascii_lowercase();
    let within = if lower.trim_start().starts_with("<?xml") {
        lower.split("?>").next()?
    } else {
        &lower
    };
    let after = within
        .split_once("encoding")
        .or_else(|| within.split_once("charset"))?
        .1;
    let value = after
        .trim_start()
        .strip_prefix('=')?
        .trim_start()
        .trim_start_matches(['"', '\'']);
    let label: String = value
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encodings_are_recognized() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        for (bytes, text) in [
            ("é".as_bytes().to_vec(), "é"),
            ("\u{FEFF}<é/>".as_bytes().to_vec(), "<é/>"),
            (utf16("\u{FEFF}<é/>", false), "<é/>"),
            (utf16("\u{FEFF}<é/>", true), "<é/>"),
            (utf16("<é/>", false), "<é/>"),
            (utf16("<é/>", true), "<é/>"),
            (
                b"<?xml version='1.0' encoding = 'windows-1252'?>\xE9".to_vec(),
                "<?xml version='1.0' encoding = 'windows-1252'?>é",
            ),
            (
                b"<?xml version='1.0' encoding=\"windows-1251\"?>\xC6".to_vec(),
                "<?xml version='1.0' encoding=\"windows-1251\"?>Ж",
            ),
            (
                b"<?xml encoding='UTF-16'?><a/>".to_vec(),
                "<?xml encoding='UTF-16'?><a/>",
            ),
            (b"\r\n<?xml?><a/>\0\0".to_vec(), "<?xml?>\r\n<a/>"),
        ] {
            assert_eq!(decode(&bytes), (text.to_owned(), true));
        }
        assert_eq!(
            decode(b"<?xml encoding='utf-8'?>\xE9"),
            ("<?xml encoding='utf-8'?>é".to_owned(), false)
        );
    }
}
