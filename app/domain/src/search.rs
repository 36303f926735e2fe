//! What of a text is compared when somebody searches. The databases' own `lower` and `like` may know ASCII only, so
//! beside what is searched a row keeps its key, written by the same function that folds the searched words.

use lectern_contract::limits;
use sea_orm::sea_query::LikeExpr;
use unicode_normalization::UnicodeNormalization;

use crate::accounts::input;

/// Characters of a key at most: some fold into many, and an index takes no row of any size.
const MOST: usize = 500;
/// What is left of the dot when `İ` becomes small.
const DOT: char = '\u{307}';

/// What the spellings of a text have in common, whatever their case and however their letters are composed: `Straße`
/// and `STRASSE`, `İlker` and `ilker`, `Σ` and `ς`.
pub(crate) fn key(text: &str) -> String {
    text.trim()
        .nfkc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .filter(|c| *c != DOT)
        .nfkc()
        .take(MOST)
        .collect()
}

/// A pattern for keys of texts that contain the searched words; none for an empty search.
pub(crate) fn pattern(search: &str) -> Option<LikeExpr> {
    containing(&key(search))
}

/// A pattern for keys of addresses that contain the searched words; none for an empty search.
pub(crate) fn address_pattern(search: &str) -> Option<LikeExpr> {
    containing(&input::email_key(search.trim()))
}

fn containing(key: &str) -> Option<LikeExpr> {
    let words: String = key.chars().take(limits::SEARCH).collect();
    (!words.is_empty()).then(|| LikeExpr::new(format!("%{}%", escape(&words))).escape('\\'))
}

/// Takes the meaning out of `%`, `_` and `\` in a LIKE pattern.
pub(crate) fn escape(words: &str) -> String {
    words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::{MOST, address_pattern, key, pattern};

    #[test]
    fn spellings_of_one_text_have_one_key() {
        for (one, other, same) in [
            ("Özil", "ÖZIL", "özil"),
            ("Özil", " O\u{308}zil ", "özil"),
            ("Иван", "ИВАН", "иван"),
            ("Οδυσσευς", "ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
            ("Ϊ\u{301}", "\u{390}", "\u{390}"),
            ("Straße", "STRASSE", "strasse"),
            ("İlker Işık", "ilker ışık", "ilker işik"),
            ("Ａｄａ\u{a0}\u{fb01}nal", "ADA FINAL", "ada final"),
            ("李 小龍", "李 小龍", "李 小龍"),
        ] {
            assert_eq!((key(one), key(other)), (same.to_owned(), same.to_owned()));
            assert_eq!(key(same), same, "a key is its own key");
        }
        assert_ne!(key("Müller"), key("Muller"), "another letter is another name");
    }

    #[test]
    fn a_key_of_letters_that_fold_into_many_ends_somewhere() {
        assert_eq!(key(&"\u{fdfa}".repeat(200)).chars().count(), MOST);
    }

    #[test]
    fn nothing_to_search_for_is_no_pattern() {
        for nothing in ["", " ", "\u{a0}\t"] {
            assert!(
                pattern(nothing).is_none() && address_pattern(nothing).is_none(),
                "{nothing:?}"
            );
        }
        assert!(pattern("%").is_some() && address_pattern("_").is_some());
    }
}
