//! Cutting names and addresses out of texts.

use lectern_contract::people::DELETED;
use serde_json::Value;

use crate::letters;

/// How a text was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// As it is.
    Plain,
    /// As the HTML of letters.
    Html,
    /// As JSON, in its strings.
    Json,
}

impl Writing {
    /// A word as it stands in such a text.
    pub fn of(self, word: &str) -> String {
        match self {
            Self::Plain => word.to_owned(),
            Self::Html => letters::escape(word),
            Self::Json => {
                let quoted = Value::from(word).to_string();
                quoted[1..quoted.len() - 1].to_owned()
            }
        }
    }
}

/// What is cut out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    /// In whatever case.
    Address,
}

impl Kind {
    /// Whether what stands between these two texts stands there by itself: `Al` is not in `Also`.
    fn is_alone(self, before: &str, after: &str) -> bool {
        let mut next = after.chars();
        match self {
            Self::Name => !before.ends_with(char::is_alphanumeric) && !next.next().is_some_and(char::is_alphanumeric),
            Self::Address => {
                let goes_on = match next.next() {
                    Some('.') => next.next().is_some_and(char::is_alphanumeric),
                    Some(c) => c.is_alphanumeric() || matches!(c, '-' | '_' | '@'),
                    None => false,
                };
                let joins = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
                !before.ends_with(joins) && !goes_on
            }
        }
    }
}

/// The text with [`DELETED`] wherever the word stands by itself.
pub(super) fn cut(text: &str, word: &str, kind: Kind) -> String {
    // In small letters both are as long as before.
    let (haystack, word) = match kind {
        Kind::Name => (text.to_owned(), word.to_owned()),
        Kind::Address => (text.to_ascii_lowercase(), word.to_ascii_lowercase()),
    };
    let (mut clean, mut from) = (String::with_capacity(text.len()), 0);
    for (at, _) in haystack.match_indices(&word) {
        let end = at + word.len();
        if kind.is_alone(&text[..at], &text[end..]) {
            clean.push_str(&text[from..at]);
            clean.push_str(DELETED);
            from = end;
        }
    }
    clean.push_str(&text[from..]);
    clean
}

#[cfg(test)]
mod tests {
    use super::{Kind, Writing, cut};

    #[test]
    fn whole_names_are_cut_out_and_parts_of_words_stay() {
        for (text, clean) in [
            (
                "Al invites you. Also Al’s",
                "Deleted user invites you. Also Deleted user’s",
            ),
            ("(Al)", "(Deleted user)"),
            ("Alan, Sal, Al1", "Alan, Sal, Al1"),
            ("al", "al"),
            ("", ""),
        ] {
            assert_eq!(cut(text, "Al", Kind::Name), clean);
        }
    }

    #[test]
    fn whole_addresses_are_cut_out_in_whatever_case() {
        for (text, clean) in [
            ("Write to al@x.example.", "Write to Deleted user."),
            ("<AL@X.EXAMPLE>, b@x.example", "<Deleted user>, b@x.example"),
            ("Ä mailto:Al@X.example Ä", "Ä mailto:Deleted user Ä"),
        ] {
            assert_eq!(cut(text, "Al@X.example", Kind::Address), clean);
        }
        for other in ["hal@x.example", "pal.al@x.example", "al@x.example.org", "al@x.examples"] {
            assert_eq!(cut(other, "al@x.example", Kind::Address), other);
        }
    }

    #[test]
    fn a_word_is_looked_for_as_it_was_written() {
        let name = "Al \"the\" O'Hara";
        assert_eq!(Writing::Plain.of(name), name);
        assert_eq!(Writing::Html.of(name), "Al &quot;the&quot; O&#39;Hara");
        assert_eq!(Writing::Json.of(name), "Al \\\"the\\\" O'Hara");
    }
}
