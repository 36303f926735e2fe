//! Known devices: a browser in which somebody signed in keeps a signed note about it, so that others who guess at
//! the account cannot keep its owner out (`spec/safety.md`, Passwords). The note opens nothing: it only lets the
//! next try be heard.

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;

use crate::{accounts::input, portal::Portal, secrets::SecretKey};

/// A device is forgotten this long after the last sign-in there.
pub const LIFE: TimeDelta = TimeDelta::days(365);
/// Accounts one browser remembers, newest first.
const ACCOUNTS: usize = 5;
const BETWEEN: char = '~';

/// What the browser keeps after a sign-in: a new note for this account before those it had.
pub fn remember(portal: &Portal, email: &str, cookie: &str) -> String {
    let chance = BASE64URL_NOPAD.encode(&portal.chance().bytes()[..12]);
    let issued = portal.now().timestamp();
    let mac = mac(portal.secret(), email, issued, &chance);
    let mut notes = vec![format!("{issued}.{chance}.{mac}")];
    let others = cookie.split(BETWEEN).filter(|note| is_shaped(note));
    notes.extend(
        others
            .filter(|note| name_of(portal, email, note).is_none())
            .map(str::to_owned),
    );
    notes.truncate(ACCOUNTS);
    notes.join(&BETWEEN.to_string())
}

/// The name of the device, where its cookie holds a living note for this account.
pub(crate) fn known(portal: &Portal, email: &str, cookie: &str) -> Option<String> {
    cookie
        .split(BETWEEN)
        .take(ACCOUNTS)
        .find_map(|note| name_of(portal, email, note))
}

fn name_of(portal: &Portal, email: &str, note: &str) -> Option<String> {
    let (issued, rest) = note.split_once('.')?;
    let (chance, theirs) = rest.split_once('.')?;
    let issued: i64 = issued.parse().ok()?;
    let age = portal.now() - DateTime::<Utc>::from_timestamp(issued, 0)?;
    let ours = mac(portal.secret(), email, issued, chance);
    let same = crate::secrets::hash(&ours) == crate::secrets::hash(theirs);
    (same && age < LIFE).then(|| chance.to_owned())
}

/// Whether a stranger's text may be kept in a cookie at all.
fn is_shaped(note: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (20..100).contains(&note.len()) && note.chars().all(plain)
}

fn mac(key: &SecretKey, email: &str, issued: i64, chance: &str) -> String {
    let account = input::email_key(email);
    let parts: [&[u8]; 4] = [b"device", account.as_bytes(), &issued.to_be_bytes(), chance.as_bytes()];
    BASE64URL_NOPAD.encode(&key.derive(&parts)[..24])
}
