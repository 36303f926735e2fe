//! Text from a manifest, made fit to show: one line, no control characters, not endless.

/// The title of a package or item that has none.
pub(in super::super) const UNTITLED: &str = "Untitled course";
/// Characters of a title.
pub(in super::super) const TITLE: usize = 250;
/// Characters of a description.
pub(super) const DESCRIPTION: usize = 4_000;

/// The words on one line, at most `most` characters; `None` when there are none.
pub(in super::super) fn line(text: &str, most: usize) -> Option<String> {
    let mut line = String::new();
    for word in text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
    {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > most * 4 {
            break;
        }
    }
    if let Some((cut, _)) = line.char_indices().nth(most) {
        let cut = line[..cut].char_indices().last().map_or(0, |(at, _)| at);
        line.truncate(cut);
        line.push('…');
    }
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn lines_are_short_and_plain() {
        assert_eq!(line(" a\n\tb\u{7} c ", 250).as_deref(), Some("a b c"));
        assert_eq!(line(" \n ", 250), None);
        assert_eq!(line("äöüß", 4).as_deref(), Some("äöüß"));
        assert_eq!(line("äöüßx", 4).as_deref(), Some("äöü…"));
    }
}
