//! What separates the cells of a table.

/// The usual separators; of two that fit as well the earlier, since commas stand in names.
const SEPARATORS: [u8; 3] = *b"\t;,";
/// Lines that are looked at to find the separator.
const LINES: usize = 20;

/// The separator on most of the first lines, outside quotes; what `sep=;` in the first line says, which is meant for
/// spreadsheet programs.
pub(super) fn of(begin: &[u8]) -> u8 {
    let said = begin.strip_prefix(b"sep=").and_then(|rest| rest.first());
    if let Some(separator) = said.filter(|byte| SEPARATORS.contains(byte) || **byte == b'|') {
        return *separator;
    }
    let mut found = [0; SEPARATORS.len()];
    for line in lines(begin) {
        for (count, separator) in found.iter_mut().zip(SEPARATORS) {
            *count += usize::from(line.contains(&separator));
        }
    }
    let most = found.iter().max().copied().filter(|most| *most > 0);
    let place = found.iter().position(|count| Some(*count) == most);
    place.map_or(b',', |place| SEPARATORS[place])
}

/// The first lines without what stands in quotes.
fn lines(begin: &[u8]) -> Vec<Vec<u8>> {
    let (mut lines, mut quoted) = (vec![vec![]], false);
    for byte in begin {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && lines.len() == LINES => break,
            b'\n' if !quoted => lines.push(vec![]),
            _ if quoted => {}
            byte => {
                if let Some(line) = lines.last_mut() {
                    line.push(*byte);
                }
            }
        }
    }
    lines
}
