//! Signing secrets: 256 bits of chance, sealed in the database, shown once to the session that made them. Signatures
//! follow Standard Webhooks: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.

use chrono::{DateTime, Utc};
use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use lectern_contract::WebhookId;
use lectern_entities::webhook;
use sha2::Sha256;

use crate::{fault::Result, portal::Portal, secrets::SecretKey};

/// What secrets are sealed for.
const PURPOSE: &str = "webhook";

/// A new secret for a webhook, sealed.
///
/// # Errors
/// A fault where the cipher refuses.
pub(super) fn fresh(portal: &Portal, id: WebhookId) -> Result<String> {
    let (secret, nonce) = (portal.chance().bytes(), portal.chance().bytes());
    portal.secret().seal(PURPOSE, id.0, &nonce, &secret)
}

/// The bytes of a sealed secret.
///
/// # Errors
/// A fault where the portal's secret key is another than it was sealed with.
pub(super) fn open(key: &SecretKey, id: WebhookId, sealed: &str) -> Result<Vec<u8>> {
    key.open(PURPOSE, id.0, sealed)
}

/// A secret as people and libraries write it.
pub(super) fn text(secret: &[u8]) -> String {
    format!("whsec_{}", BASE64.encode(secret))
}

/// The signature header of a message: by the present secret, and by the one before while that is not too long ago.
///
/// # Errors
/// A fault where the portal's secret key is another than the secret was sealed with.
pub(super) fn signatures(
    key: &SecretKey,
    webhook: &webhook::Model,
    now: DateTime<Utc>,
    id: &str,
    body: &str,
) -> Result<String> {
    let mut secrets = vec![open(key, webhook.id, &webhook.secret)?];
    let old = webhook
        .old_secret
        .as_deref()
        .filter(|_| webhook.old_until.is_some_and(|until| now < until));
    secrets.extend(old.and_then(|old| open(key, webhook.id, old).ok()));
    let signed: Vec<String> = secrets
        .iter()
        .map(|secret| sign(secret, id, now.timestamp(), body))
        .collect();
    Ok(signed.join(" "))
}

fn sign(secret: &[u8], id: &str, timestamp: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any key length fits");
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body.as_bytes());
    format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_made_elsewhere_is_the_same() {
        // The example of the Standard Webhooks specification's libraries.
        let secret = BASE64.decode(b"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base64");
        let signed = sign(
            &secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "{\"test\": 2432232314}",
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(text(&secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }
}
