//! The portal's secret key: 32 bytes in a file that only the portal's user can read, made at the first start.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use data_encoding::HEXLOWER_PERMISSIVE;
use lectern_domain::{clock::Chance, secrets::SecretKey};

/// The key from the configuration, else from the data folder's file.
///
/// # Errors
/// The file's own, or that the key is not 64 hexadecimal digits.
pub fn load(configured: &str, data_dir: &Path, chance: &dyn Chance) -> io::Result<SecretKey> {
    let text = if configured.is_empty() {
        from_file(&data_dir.join("secret.key"), chance)?
    } else {
        configured.to_owned()
    };
    let bytes = HEXLOWER_PERMISSIVE
        .decode(text.trim().as_bytes())
        .ok()
        .and_then(|bytes| bytes.try_into().ok());
    bytes.map(SecretKey::new).ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            "the secret key must be 64 hexadecimal digits",
        )
    })
}

/// Of two processes that start at once, one makes the file and both read it: it appears whole or not at all, and
/// an existing one is never replaced.
fn from_file(path: &Path, chance: &dyn Chance) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        read => return read,
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?; // Only its owner can read it.
    file.write_all(HEXLOWER_PERMISSIVE.encode(&chance.bytes()).as_bytes())?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => {}
        Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(failed) => return Err(failed.error),
    }
    fs::read_to_string(path)
}
