//! E-mail addresses as people type them: told apart and cleaned in one way, in the browser and on the server.

use crate::limits;

/// Splits what was typed into addresses: comma, semicolon and line breaks separate; so does white space
/// between plain addresses. What stands between double quotes on one line stays together.
pub fn split(text: &str) -> Vec<String> {
    text.split(['\n', '\r'])
        .flat_map(parts)
        .flat_map(|part| {
            let part = part.trim();
            if part.contains('<') || part.matches('@').count() < 2 {
                vec![part.to_owned()]
            } else {
                part.split_whitespace().map(str::to_owned).collect()
            }
        })
        .filter(|part| !is_blank(part))
        .collect()
}

/// One line, cut at the separators outside double quotes. A quote that is never closed is a plain character.
fn parts(line: &str) -> Vec<&str> {
    let (mut parts, mut begin, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted && line[at + 1..].contains('"'),
            ',' | ';' | '\t' if !quoted => {
                parts.push(&line[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&line[begin..]);
    parts
}

/// Whether nothing but spaces, quotes and invisible characters stands in a text.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '"' || is_invisible(c))
}

/// One typed address without stray spaces, quotes and invisible characters; `Name <a@b.c>` and `mailto:a@b.c`
/// give `a@b.c`. Whether it is an address is another question.
pub fn bare(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let clean = unquoted(&clean);
    let inner = clean
        .strip_suffix('>')
        .and_then(|text| text.rsplit_once('<'))
        .map_or(clean, |(_, inner)| unquoted(inner));
    let scheme = inner.get(..MAILTO.len());
    let address = match scheme {
        Some(scheme) if scheme.eq_ignore_ascii_case(MAILTO) => &inner[MAILTO.len()..],
        _ => inner,
    };
    address.trim().to_owned()
}

/// What copied links begin with.
const MAILTO: &str = "mailto:";

/// The text without spaces around it and without the quotes around the whole of it.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .map_or(text, str::trim)
}

/// Whether a bare text can be an address.
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let local_fits = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    let domain_fits = domain.contains('.') && domain.split('.').all(is_label);
    text.len() <= limits::EMAIL && local_fits && domain_fits
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_alphanumeric() || c == '-')
}

/// What two spellings of one address have in common; unique in an organization.
pub fn key(email: &str) -> String {
    email.to_lowercase()
}

/// Control characters and those that take no room: they have no place in names and addresses.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::{bare, is_address, split};

    #[test]
    fn addresses_are_split_at_what_people_type_between_them() {
        assert_eq!(
            split("a@b.cd, e@f.gh;i@j.kl\nm@n.op"),
            ["a@b.cd", "e@f.gh", "i@j.kl", "m@n.op"]
        );
        assert_eq!(split("a@b.cd e@f.gh"), ["a@b.cd", "e@f.gh"]);
        assert_eq!(split(" Ada L <a@b.cd> ,, "), ["Ada L <a@b.cd>"]);
        assert!(split(" \n ,; ").is_empty());
    }
    #[test]
    fn quotes_keep_a_name_and_its_comma_together() {
        assert_eq!(
            split("\"Lovelace, Ada\" <ada@b.cd>; \"e@f.gh\""),
            ["\"Lovelace, Ada\" <ada@b.cd>", "\"e@f.gh\""]
        );
        // A quote that stays open separates nothing and hides nobody.
        assert_eq!(split("5\" nails, a@b.cd"), ["5\" nails", "a@b.cd"]);
        assert!(split("\u{feff}, \"\" ; \u{200b}\n\u{a0}").is_empty());
    }

    #[test]
    fn what_surrounds_an_address_falls_away() {
        for typed in [
            "a@b.cd",
            "\u{feff}a@b.cd",
            "\u{a0} a@b.cd \u{202f}\u{3000}",
            "a\u{200b}@b\u{ad}.cd\u{200d}",
            "\u{2068}a@b.cd\u{2069}",
            "<a@b.cd>",
            "\"a@b.cd\"",
            "Ada L < a@b.cd >",
            "\"Lovelace, Ada\"\u{a0}<a@b.cd>",
            "MailTo:a@b.cd",
            "Ada <mailto:a@b.cd>",
        ] {
            assert_eq!(bare(typed), "a@b.cd", "{typed:?}");
        }
        assert!(!is_address(&bare("a b@c.de")));
        assert!(!is_address(&bare("a@b.cd e@f.gh")));
    }

    /// Whatever is typed: nothing is lost between the pieces, and no piece splits again into other pieces.
    #[test]
    fn odd_texts_split_into_pieces_that_stay_pieces() {
        const ALPHABET: &[&str] = &[
            "a@b.cd", "e@f.gh", "\"", ",", ";", "\n", "\t", " ", "<", ">", "@", "\u{feff}", "\u{a0}", "é", "x",
            "mailto:",
        ];
        let mut seed = 0x5eed_u64;
        for _ in 0..5_000 {
            let mut text = String::new();
            for _ in 0..12 {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push_str(ALPHABET[usize::try_from(seed >> 33).expect("31 bits") % ALPHABET.len()]);
            }
            let pieces = split(&text);
            let ats = |text: &str| text.matches('@').count();
            assert_eq!(
                pieces.iter().map(|piece| ats(piece)).sum::<usize>(),
                ats(&text),
                "{text:?}"
            );
            for piece in pieces {
                let address = bare(&piece);
                assert!(!super::is_blank(&piece), "{text:?}");
                if is_address(&address) {
                    assert_eq!(split(&address), std::slice::from_ref(&address), "{text:?}");
                }
            }
        }
    }
}
