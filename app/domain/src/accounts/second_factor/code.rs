//! Codes: what a secret says at an instant.

use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use lectern_entities::second_factor;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Algorithm, Builder, Totp};

use crate::{
    fault::{Error, Result},
    secrets::SecretKey,
};

/// Bytes of a secret: as long as the hash, as RFC 4226 recommends.
pub(super) const SECRET: usize = 20;
/// What secrets are sealed for.
pub(super) const PURPOSE: &str = "second_factor";

/// The secret of a row.
pub(super) fn open(key: &SecretKey, row: &second_factor::Model) -> Result<Vec<u8>> {
    key.open(PURPOSE, row.id.0, &row.secret)
}

/// The step whose code this is: the present one, the one before or the one after.
pub(super) fn step_of(secret: &[u8], code: &str, now: DateTime<Utc>) -> Result<Option<i64>> {
    let now = u64::try_from(now.timestamp()).map_err(Error::fault)?;
    let step = totp(secret)?.check(code, now);
    step.map(|step| i64::try_from(step).map_err(Error::fault)).transpose()
}

fn totp(secret: &[u8]) -> Result<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret.to_vec())
        .build()
        .map_err(Error::fault)
}

/// The secret as people type it: `ABCD EFGH …`.
pub(super) fn in_groups(secret: &[u8]) -> String {
    let text = BASE32_NOPAD.encode(secret);
    let groups: Vec<&str> = text
        .as_bytes()
        .chunks(4)
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(" ")
}

/// What a QR code tells an authenticator app.
pub(super) fn url(secret: &[u8], issuer: &str, email: &str) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    // A colon would end the issuer's name; a long one would make the code too fine to read.
    let issuer: String = issuer.replace(':', " ").chars().take(40).collect();
    format!(
        "otpauth://totp/{issuer}:{email}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
        issuer = encode(issuer.trim()),
        email = encode(email),
        secret = BASE32_NOPAD.encode(secret),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).expect("an instant")
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B; the last six of its eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(step_of(SECRET, code, at(seconds)).expect("checked"), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_one_step_late() {
        let (code, step) = ("050471", 1_111_111_111 / 30);
        for (seconds, counts) in [(-31, false), (-30, true), (0, true), (59, true), (60, false)] {
            let found = step_of(SECRET, code, at(step * 30 + seconds)).expect("checked");
            assert_eq!(found, counts.then_some(step), "{seconds}");
        }
        for wrong in ["", "05047", "0504711", "05047x", "٠٥٠٤٧١", "000000"] {
            assert_eq!(
                step_of(SECRET, wrong, at(step * 30)).expect("checked"),
                None,
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn the_address_in_the_qr_code_is_whole() {
        let url = url(SECRET, "Meyer: Söhne & Co", "ada+x@example.org");
        let expected = "otpauth://totp/Meyer%20%20S%C3%B6hne%20%26%20Co:ada%2Bx%40example%2Eorg?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Meyer%20%20S%C3%B6hne%20%26%20Co&algorithm=SHA1&digits=6&period=30";
        assert_eq!(url, expected);
        assert_eq!(in_groups(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
