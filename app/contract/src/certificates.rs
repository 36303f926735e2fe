//! Certificates: what the paper says, and what its number confirms.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Characters of a certificate's number: 80 bits of chance in the alphabet of [`pretty`].
pub const NUMBER: usize = 16;

/// What stands on a certificate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CertificateView {
    /// The learner.
    pub name: String,
    /// The course.
    pub course: String,
    /// Who trained them.
    pub organization: String,
    /// When the course was completed.
    pub completed: DateTime<Utc>,
    /// When it expires; none where it is valid for ever.
    pub expires: Option<DateTime<Utc>>,
    /// The organization's time zone, in which that day is told.
    pub time_zone: String,
    /// −1 to 1; none where the course gives no score.
    pub score: Option<f64>,
    /// The number, as [`pretty`] shows it.
    pub number: String,
    /// Where anybody can have the number confirmed.
    pub address: String,
    /// When it was issued.
    pub issued: DateTime<Utc>,
}

/// What anybody learns who has a certificate's number: that it is genuine, whose it is, of what, and how long. Nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The learner.
    pub name: String,
    /// The course.
    pub course: String,
    /// When it expires; none where it is valid for ever.
    pub expires: Option<DateTime<Utc>>,
    /// The organization's time zone, in which that day is told.
    pub time_zone: String,
    /// The number, as [`pretty`] shows it.
    pub number: String,
}

/// A number in groups of four, as it is printed.
pub fn pretty(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// A number as it is kept, however it was typed; none where it cannot be one.
pub fn plain(typed: &str) -> Option<String> {
    let kept = |c: &char| !c.is_whitespace() && *c != '-';
    let number: String = typed.chars().filter(kept).take(NUMBER + 1).collect();
    let number = number.to_ascii_uppercase();
    let fits = number.len() == NUMBER
        && number
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || (b'2'..=b'7').contains(&byte));
    fits.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_typed() {
        let number = "ABCDEFGHIJKLMN27";
        assert_eq!(pretty(number), "ABCD-EFGH-IJKL-MN27");
        for typed in [number, "abcd-efgh-ijkl-mn27", " ABCD EFGH IJKL MN27 "] {
            assert_eq!(plain(typed).as_deref(), Some(number), "{typed}");
        }
        for typed in [
            "",
            "ABCD",
            "ABCD-EFGH-IJKL-MN271",
            "ABCD-EFGH-IJKL-MN28",
            "ABCDEFGHIJKLMNÄÄ",
        ] {
            assert_eq!(plain(typed), None, "{typed}");
        }
    }
}
