//! Stripe's signature: `Stripe-Signature: t=TIME,v1=HEX[,v1=HEX…]`, where HEX is the HMAC-SHA256 of `TIME.BODY`. The
//! bounces' hook is signed in the same way, with a header of its own.

use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Seconds by which a signature's time may differ from ours; older ones may be replayed by a stranger.
const TOLERANCE: u64 = 300;

/// Whether one of the header's signatures is that of this body, made about now. Compared in constant time.
pub fn is_good(secret: &str, header: &str, body: &[u8], now: i64) -> bool {
    let mut time = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) if time.is_none() => time = value.parse::<i64>().ok().map(|at| (at, value)),
            Some(("v1", value)) => signatures.extend(HEXLOWER_PERMISSIVE.decode(value.as_bytes()).ok()),
            _ => {} // Other schemes are for others.
        }
    }
    let Some((_, written)) = time.filter(|(at, _)| at.abs_diff(now) <= TOLERANCE) else {
        return false;
    };
    signatures.iter().any(|signature| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key length fits");
        mac.update(written.as_bytes());
        mac.update(b".");
        mac.update(body);
        mac.verify_slice(signature).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_772_445_600;
    const BODY: &[u8] = b"{\"id\":\"evt_1\"}";

    fn sign(secret: &str, time: &str, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
        mac.update(time.as_bytes());
        mac.update(b".");
        mac.update(body);
        data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes())
    }

    #[test]
    fn a_signature_made_elsewhere_is_taken() {
        // printf '1772445600.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
        let known = "054c3b0390a1f60d33e74c424ecea113ad78e1ebcdf0f4f834d9c9cb3f84b3e2";
        assert_eq!(sign("whsec_test", "1772445600", BODY), known);
        assert!(is_good("whsec_test", &format!("t={NOW},v1={known}"), BODY, NOW));
    }

    #[test]
    fn one_good_signature_of_several_is_enough() {
        let good = sign("whsec_test", &NOW.to_string(), BODY);
        let old = sign("whsec_rolled", &NOW.to_string(), BODY);
        for header in [
            format!("t={NOW},v1={good}"),
            format!("t={NOW},v1={old},v1={good}"),
            format!("t={NOW}, v0=abcd, v1={good}, v1=zz"),
            format!("v1={good},t={NOW}"),
            format!("t={NOW},v1={}", good.to_uppercase()),
        ] {
            assert!(is_good("whsec_test", &header, BODY, NOW), "{header}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let at = |time: i64| sign("whsec_test", &time.to_string(), BODY);
        let good = at(NOW);
        for header in [
            String::new(),
            format!("v1={good}"),
            format!("t={NOW}"),
            format!("t={NOW},v0={good}"),
            format!("t={NOW},v1={}", &good[..62]),
            format!("t={NOW},v1="),
            format!("t=soon,v1={good}"),
            format!("t={},v1={good}", NOW - 1),
            format!("t={},v1={}", NOW - 301, at(NOW - 301)),
            format!("t={},v1={}", NOW + 301, at(NOW + 301)),
            format!("t={NOW},v1={}", sign("whsec_other", &NOW.to_string(), BODY)),
            format!("t={},v1={good}", i64::MIN),
        ] {
            assert!(!is_good("whsec_test", &header, BODY, NOW), "{header}");
        }
        assert!(
            !is_good("whsec_test", &format!("t={NOW},v1={good}"), b"{\"id\":\"evt_2\"}", NOW),
            "another body"
        );
        assert!(
            is_good(
                "whsec_test",
                &format!("t={},v1={}", NOW - 300, at(NOW - 300)),
                BODY,
                NOW
            ),
            "just in time"
        );
    }
}
