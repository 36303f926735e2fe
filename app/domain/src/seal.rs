//! Secrets the portal must read again, sealed with keys derived from its secret key: the database alone is of no use
//! to a thief (XChaCha20-Poly1305; the row they belong to is authenticated with them).

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::BASE64URL_NOPAD;
use uuid::Uuid;

use crate::{
    fault::{Error, Result},
    secrets::SecretKey,
};

const NONCE: usize = 24;

impl SecretKey {
    /// Seals a secret for one purpose and one row. The nonce is 24 fresh bytes of `chance`.
    ///
    /// # Errors
    /// A fault where the cipher refuses.
    pub fn seal(&self, purpose: &str, owner: Uuid, chance: &[u8; 32], secret: &[u8]) -> Result<String> {
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&chance[..NONCE]);
        let payload = Payload {
            msg: secret,
            aad: owner.as_bytes(),
        };
        let sealed = self
            .cipher(purpose)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::fault("a secret cannot be sealed"))?;
        Ok(BASE64URL_NOPAD.encode(&[nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what [`SecretKey::seal`] made.
    ///
    /// # Errors
    /// A fault where it was sealed with another key, for another row or purpose, or was changed.
    pub fn open(&self, purpose: &str, owner: Uuid, sealed: &str) -> Result<Vec<u8>> {
        let broken = || Error::fault(format!("a sealed {purpose} cannot be opened with this secret key"));
        let bytes = BASE64URL_NOPAD.decode(sealed.as_bytes()).map_err(|_| broken())?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or_else(broken)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
        let payload = Payload {
            msg: sealed,
            aad: owner.as_bytes(),
        };
        let opened = self.cipher(purpose).decrypt(&XNonce::from(nonce), payload);
        opened.map_err(|_| broken())
    }

    fn cipher(&self, purpose: &str) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.derive(&[b"seal", purpose.as_bytes()]).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_own_row_key_and_purpose_only() {
        let (key, row) = (SecretKey::new([7; 32]), Uuid::from_u128(1));
        let sealed = key.seal("totp", row, &[3; 32], b"secret").expect("sealed");
        assert_eq!(key.open("totp", row, &sealed).expect("opened"), b"secret");
        assert!(!sealed.contains("secret"));
        key.open("totp", Uuid::from_u128(2), &sealed).expect_err("another row");
        key.open("other", row, &sealed).expect_err("another purpose");
        SecretKey::new([8; 32])
            .open("totp", row, &sealed)
            .expect_err("another key");
        let mut changed = sealed.into_bytes();
        changed[40] = if changed[40] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("text");
        key.open("totp", row, &changed).expect_err("changed");
        key.open("totp", row, "short").expect_err("too short");
    }
}
