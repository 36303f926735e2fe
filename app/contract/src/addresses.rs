//! E-mail addresses as people type them: told apart and cleaned in one way, in the browser and on the server.

use crate::limits;

/// Splits what was typed into addresses: comma, semicolon and line breaks separate; so does white space
/// between plain addresses.
pub fn split(text: &str) -> Vec<String> {
    text.split([',', ';', '\n', '\r', '\t'])
        .flat_map(|part| {
            let part = part.trim();
            if part.contains('<') || part.matches('@').count() < 2 {
                vec![part.to_owned()]
            } else {
                part.split_whitespace().map(str::to_owned).collect()
            }
        })
        .filter(|part| !part.is_empty())
        .collect()
}

/// One typed address without stray spaces and invisible characters; `Name <a@b.c>` gives `a@b.c`. Whether it
/// is an address is another question.
pub fn bare(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let clean = clean.trim();
    let inner = clean
        .strip_suffix('>')
        .and_then(|text| text.rsplit_once('<'))
        .map_or(clean, |(_, inner)| inner);
    inner.trim().to_owned()
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
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::split;

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
}
