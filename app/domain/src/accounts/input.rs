//! What people type, cleaned and checked: one function per kind of field.

use std::ops::RangeInclusive;

use lectern_contract::{
    Refusal,
    addresses::{self, is_invisible},
    limits,
    refusal::Field,
};
use zxcvbn::zxcvbn;

use crate::fault::Result;

/// A password that is found sooner is too easy. Eight characters of pure chance, the fewest there may be, take as many;
/// what is tried first at every door, a word with a year behind it, takes fewer.
const GUESSES: u64 = 100_000_000;
/// So many characters are judged, the first: it takes long where there are many more.
const JUDGED: usize = 20;

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

/// A password's length, and that it is not guessed soon, neither by what people choose nor by what is known of this person
/// (`spec/safety.md`, Passwords).
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
    if guesses(password, email, name) < GUESSES {
        Err(Refusal::PasswordCommon.into())
    } else {
        Ok(())
    }
}

/// After how many guesses a password is found by somebody who knows the person and what people choose.
fn guesses(password: &str, email: &str, name: &str) -> u64 {
    let beginning = |text: &str| text.chars().take(JUDGED).collect::<String>();
    let known: Vec<String> = [email, name, "lectern"]
        .into_iter()
        .chain(email.split(|c: char| !c.is_alphanumeric()))
        .chain(name.split_whitespace())
        .map(beginning)
        .collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    zxcvbn(&beginning(password), &known).guesses()
}

fn within(text: String, field: Field, limit: usize) -> Result<String> {
    if text.chars().count() > limit {
        Err(Refusal::TooLong(field, limit).into())
    } else {
        Ok(text)
    }
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
            "qwertyuiop",
            "asdfghjkl",
            "1q2w3e4r5t",
            "0987654321",
            "dragon123",
            "monkey123",
            "P@ssw0rd123",
            "Welcome2026!",
            "Summer2026",
            "Lovelace1815",
            "Lectern2026!",
        ] {
            assert!(password(wrong, "ada@example.com", "Ada Lovelace").is_err(), "{wrong:?}");
        }
        for right in [
            "correct horse battery",
            "a long walk by the sea",
            "kxjwqmzt",
            "x9#kk2;;a",
            "ünïcödé wörds",
        ] {
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
