//! Secret links: derived from the portal's secret key, so that a letter can be shown or re-made without
//! storing the link; the database keeps only a hash (`spec/credits.md`, tokens).

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use lectern_contract::letters::LinkPurpose;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The portal's secret key: 256 bits, in a file beside the data, never in the database.
#[derive(Clone)]
pub struct SecretKey([u8; 32]);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey")
    }
}

impl SecretKey {
    /// The key from its bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The token of the `number`-th link for a thing: 192 bits, as 32 characters fit for a URL.
    pub fn link(&self, purpose: LinkPurpose, id: Uuid, number: i32) -> String {
        self.token(&[purpose.as_str().as_bytes(), id.as_bytes(), &number.to_be_bytes()])
    }

    /// The token of the set-up page of a portal without an organization.
    pub fn setup(&self) -> String {
        self.token(&[b"setup"])
    }

    /// What the database keeps of a secret too short for a bare hash: without the key nobody can try them all.
    pub fn keyed_hash(&self, purpose: &str, owner: Uuid, text: &str) -> String {
        HEXLOWER.encode(&self.derive(&[b"hash", purpose.as_bytes(), owner.as_bytes(), text.as_bytes()]))
    }

    /// Bytes that follow from the key and these parts, and from nothing else.
    pub(crate) fn derive(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("any key length fits");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    fn token(&self, parts: &[&[u8]]) -> String {
        BASE64URL_NOPAD.encode(&self.derive(parts)[..24])
    }
}

/// What the database keeps of a token: its SHA-256 in hexadecimal.
pub fn hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

/// A token of pure chance: 192 bits, as 32 characters fit for a URL.
pub fn random(bytes: &[u8; 32]) -> String {
    BASE64URL_NOPAD.encode(&bytes[..24])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_differ_by_purpose_thing_and_number() {
        let key = SecretKey::new([7; 32]);
        let id = Uuid::from_u128(1);
        let first = key.link(LinkPurpose::Invitation, id, 1);
        assert_eq!(first.len(), 32);
        assert_eq!(first, key.link(LinkPurpose::Invitation, id, 1));
        assert_ne!(first, key.link(LinkPurpose::Invitation, id, 2));
        assert_ne!(first, key.link(LinkPurpose::PasswordReset, id, 1));
        assert_ne!(first, SecretKey::new([8; 32]).link(LinkPurpose::Invitation, id, 1));
        assert_ne!(hash(&first), first);
    }
}
