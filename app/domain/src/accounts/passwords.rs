//! Password hashes: argon2id, bounded so that a burst cannot exhaust the machine (`spec/safety.md`, Passwords).

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::{
    clock::Chance,
    fault::{Error, Result},
};

/// OWASP's second choice of parameters: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Hashes computed at once: 2 × 19 MiB at most.
const AT_ONCE: usize = 2;

/// Hashes and checks passwords off the request threads, a few at a time.
#[derive(Debug)]
pub struct Passwords {
    gate: Arc<Semaphore>,
    chance: Arc<dyn Chance>,
}

impl Passwords {
    pub(crate) fn new(chance: Arc<dyn Chance>) -> Self {
        Self {
            gate: Arc::new(Semaphore::new(AT_ONCE)),
            chance,
        }
    }

    /// The hash to store, in PHC form.
    ///
    /// # Errors
    /// A fault where hashing itself fails.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let salt = self.chance.bytes();
        let password = password.to_owned();
        self.work(move || {
            let hash = argon2().hash_password_with_salt(password.as_bytes(), &salt[..16]);
            hash.map(|hash| hash.to_string()).map_err(Error::fault)
        })
        .await?
    }

    /// Whether the password belongs to the hash. Without a hash (unknown person) it takes the same time and
    /// answers no.
    ///
    /// # Errors
    /// A fault where the check itself fails.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let Some(hash) = hash.map(str::to_owned) else {
            self.hash(password).await?;
            return Ok(false);
        };
        let password = password.to_owned();
        self.work(move || {
            let hash = PasswordHash::new(&hash).map_err(Error::fault)?;
            Ok(argon2().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await?
    }

    /// Whether a stored hash was made with weaker parameters than today's.
    pub fn is_outdated(hash: &str) -> bool {
        !hash.contains(&format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1$"))
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let permit = self.gate.clone().acquire_owned().await.map_err(Error::fault)?;
        tokio::task::spawn_blocking(move || {
            let answer = job();
            drop(permit);
            answer
        })
        .await
        .map_err(Error::fault)
    }
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).expect("constant parameters are valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemChance;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let passwords = Passwords::new(Arc::new(SystemChance));
        let hash = passwords.hash("correct horse").await.expect("a hash");
        assert!(passwords.verify("correct horse", Some(&hash)).await.expect("checked"));
        assert!(!passwords.verify("wrong horse", Some(&hash)).await.expect("checked"));
        assert!(!passwords.verify("correct horse", None).await.expect("checked"));
        assert!(!Passwords::is_outdated(&hash));
        assert!(Passwords::is_outdated("$argon2id$v=19$m=4096,t=3,p=1$abc$def"));
    }
}
