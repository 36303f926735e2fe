//! What people type, cleaned and checked: one function per kind of field.

use std::ops::RangeInclusive;

use lectern_contract::{
    Refusal,
    addresses::{self, is_invisible},
    limits,
    refusal::Field,
};

use crate::fault::Result;

/// A single-line text: trimmed, inner white space and control characters folded, 1 to `limit` characters.
///
/// # Errors
/// `Missing` where nothing is left; `TooLong`.
pub fn line(text: &str, field: Field, limit: usize) -> Result<String> {
    let clean = text
        .replace(is_invisible, " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if clean.is_empty() {
        return Err(Refusal::Missing(field).into());
    }
    within(clean, field, limit)
}

/// A text of several lines, which may be empty: line ends unified, control characters removed.
///
/// # Errors
/// `TooLong`.
pub fn lines(text: &str, field: Field, limit: usize) -> Result<String> {
    let clean: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !is_invisible(*c))
        .collect();
    within(clean.trim().to_owned(), field, limit)
}

/// A reason or note in the ledger.
///
/// # Errors
/// `Missing` where empty; `TooLong`.
pub fn note(text: &str) -> Result<String> {
    line(text, Field::Note, limits::NOTE)
}

/// A number of credits as typed: digits, with or without grouping. The act itself checks the range.
///
/// # Errors
/// `Missing` where empty; `AmountOutOfRange` where it is no whole number.
pub fn amount(text: &str) -> Result<i64> {
    let digits: String = text
        .trim()
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{a0}'))
        .collect();
    if digits.is_empty() {
        return Err(Refusal::Missing(Field::Amount).into());
    }
    Ok(digits
        .replace('−', "-")
        .parse()
        .map_err(|_| Refusal::AmountOutOfRange)?)
}

/// A whole number within a range, with the field it belongs to.
///
/// # Errors
/// `Missing` where empty; `OutOfRange` where it is no whole number or outside.
pub fn number(text: &str, field: Field, range: &RangeInclusive<i32>) -> Result<i32> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::Missing(field).into());
    }
    let number = text.parse().ok().filter(|number| range.contains(number));
    Ok(number.ok_or(Refusal::OutOfRange(field, *range.start(), *range.end()))?)
}

/// A person's name.
///
/// # Errors
/// `Missing` where empty; `TooLong`.
pub fn name(text: &str) -> Result<String> {
    line(text, Field::Name, limits::NAME)
}

/// An e-mail address, cleaned of stray spaces and invisible characters. `Name <a@b.c>` gives `a@b.c`.
///
/// # Errors
/// `Missing` where empty; `Malformed` where it is no address.
pub fn email(text: &str) -> Result<String> {
    let bare = addresses::bare(text);
    if bare.is_empty() {
        return Err(Refusal::Missing(Field::Email).into());
    }
    if addresses::is_address(&bare) {
        Ok(bare)
    } else {
        Err(Refusal::Malformed(Field::Email).into())
    }
}

/// What two spellings of one address have in common; unique in an organization.
pub fn email_key(email: &str) -> String {
    addresses::key(email)
}

/// A password's length, and that it is neither common nor the person's own address or name.
///
/// # Errors
/// `Missing`, `PasswordTooShort`, `TooLong`, `PasswordCommon`.
pub fn password(password: &str, email: &str, name: &str) -> Result<()> {
    let length = password.chars().count();
    if length == 0 {
        return Err(Refusal::Missing(Field::Password).into());
    }
    if length < limits::PASSWORD_MIN {
        return Err(Refusal::PasswordTooShort.into());
    }
    if length > limits::PASSWORD_MAX {
        return Err(Refusal::TooLong(Field::Password, limits::PASSWORD_MAX).into());
    }
    let lower = password.to_lowercase();
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    let own = [email.to_lowercase(), name.to_lowercase(), local];
    if own.contains(&lower) || is_common(&lower) {
        Err(Refusal::PasswordCommon.into())
    } else {
        Ok(())
    }
}

fn within(text: String, field: Field, limit: usize) -> Result<String> {
    if text.chars().count() > limit {
        Err(Refusal::TooLong(field, limit).into())
    } else {
        Ok(text)
    }
}

/// Whether a password of allowed length is one that people try first.
fn is_common(lower: &str) -> bool {
    const WORDS: &[&str] = &[
        "password",
        "passwort",
        "qwertyui",
        "qwertzui",
        "iloveyou",
        "sunshine",
        "princess",
        "football",
        "baseball",
        "superman",
        "trustno1",
        "welcome1",
        "letmein1",
        "whatever",
        "starwars",
        "computer",
        "michelle",
        "jennifer",
        "changeme",
        "changeit",
        "administrator",
        "lectern1",
        "learning",
        "training",
        "asdfghjk",
        "1q2w3e4r",
        "1qaz2wsx",
        "zaq12wsx",
        "abcd1234",
        "abc12345",
        "qwerty12",
        "qwerty123",
        "passw0rd",
        "p@ssw0rd",
        "adminadmin",
    ];
    let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit() || "!.?*".contains(c));
    let same = lower.chars().all(|c| lower.starts_with(c));
    let run = lower
        .as_bytes()
        .windows(2)
        .all(|pair| pair[1] == pair[0].wrapping_add(1) || (pair[0] == b'9' && pair[1] == b'0'));
    same || run
        || WORDS.contains(&lower)
        || WORDS.contains(&stem)
        || stem.is_empty() && lower.len() < 10
        || [
            "password", "passwort", "qwerty", "qwertz", "welcome", "letmein", "admin",
        ]
        .contains(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_cleaned_and_checked() {
        for (typed, expected) in [
            (" Ada@Example.com ", "Ada@Example.com"),
            ("Ada Lovelace <ada@example.com>", "ada@example.com"),
            ("\u{feff}ada@example.com\u{200b}", "ada@example.com"),
            ("ada+x@sub.example.museum", "ada+x@sub.example.museum"),
        ] {
            assert_eq!(email(typed).expect("an address"), expected);
        }
        for wrong in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "a b@example.com",
            "ada@example",
            "ada@-x.com",
            "a@b..c",
            "a\"b@c.de",
            "x@y.z\r\nBcc: q@r.st z",
        ] {
            assert!(email(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn guessable_passwords_are_refused() {
        for wrong in [
            "",
            "short7!",
            "password",
            "Password1!",
            "aaaaaaaa",
            "12345678",
            "1234567890",
            "ada@example.com",
            "Ada Lovelace",
            "qwerty123",
        ] {
            assert!(password(wrong, "ada@example.com", "Ada Lovelace").is_err(), "{wrong:?}");
        }
        for right in ["correct horse", "x9#kk2;;a", "ünïcödé wörds"] {
            password(right, "ada@example.com", "Ada Lovelace").expect(right);
        }
        password(&"long and boring ".repeat(8), "a@b.cd", "A").expect("128 characters are taken");
    }

    #[test]
    fn lines_keep_their_breaks_and_lose_control_characters() {
        assert_eq!(lines("a\r\nb\u{7}", Field::Message, 10).expect("fits"), "a\nb");
        assert_eq!(line("  a \n b ", Field::Name, 10).expect("fits"), "a b");
        assert!(line("abc", Field::Name, 2).is_err());
    }
}
