//! Where a key lies in the store: at its own name, or at a shorter one where file systems or buckets take no such name.
//!
//! Every letter outside of ASCII takes three times its bytes there, because the store writes it as `%E6%97%A5`.

use data_encoding::HEXLOWER;
use object_store::path::Path;
use sha2::{Digest, Sha256};

/// Bytes of one part of a name. File systems take 255, and a file on its way in has a few more than its name.
const PART: usize = 200;
/// Bytes of a whole name. The folder in a bucket comes before it.
const WHOLE: usize = 900;
/// Bytes of a name that a bucket takes at all.
const BUCKET: usize = 1_024;
/// Bytes of a long part that are kept, for people who look into the store.
const HEAD: usize = 120;

/// Where the file of a key lies. The same key always lies at the same place, and two keys at two.
pub(super) fn place(key: &str) -> Path {
    let own = Path::from(key);
    let parts: Vec<String> = own.parts().map(|part| fitting(part.as_ref())).collect();
    Path::parse(in_all(&parts)).unwrap_or(own)
}

/// Whether a store took a name before long ones were shortened.
pub(super) fn was_taken(own: &Path) -> bool {
    let name: &str = own.as_ref();
    name.len() <= BUCKET
}

/// A part that fits. `~` stands in no part as the store writes it, so that no other file has the name.
fn fitting(part: &str) -> String {
    match part.get(..HEAD) {
        Some(head) if part.len() > PART => format!("{head}~{}", digest(part)),
        _ => part.to_owned(),
    }
}

/// All parts as one name; where that is too long, the last ones are told by their digest alone. The first ones stay:
/// what lies together is removed together.
fn in_all(parts: &[String]) -> String {
    let whole = parts.join("/");
    if whole.len() <= WHOLE {
        return whole;
    }
    let mut end = 0;
    let fits = |part: &&String| {
        end += part.len() + 1;
        end <= WHOLE - PART
    };
    let (kept, rest) = parts.split_at(parts.iter().take_while(fits).count());
    let rest = format!("~{}", digest(&rest.join("/")));
    format!("{}/{rest}", kept.join("/"))
}

fn digest(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_stay_as_they_are() {
        for key in ["versions/1/größe/日本.html", "a", "", "a/~b/%41#1"] {
            assert_eq!(place(key), Path::from(key), "{key}");
        }
        let longest = format!("versions/1/{}", "a".repeat(PART));
        assert_eq!(place(&longest).to_string(), longest);
    }

    #[test]
    fn long_names_fit_and_stay_apart() {
        let folder = "versions/01970000-0000-7000-8000-000000000001";
        let keys: Vec<String> = ["日", "本"]
            .into_iter()
            .flat_map(|last| {
                let letters = "語".repeat(60);
                [
                    format!("{folder}/{letters}{last}.html"),
                    format!("{folder}/{letters}{last}/index.html"),
                    format!("{folder}/{}{last}.html", "語".repeat(160)),
                    format!("{folder}/{}{last}.html", "語語語語/".repeat(30)),
                    format!("{folder}/{}{last}.html", format!("{letters}/").repeat(2)),
                ]
            })
            .collect();
        let places: Vec<Path> = keys.iter().map(|key| place(key)).collect();
        for (key, at) in keys.iter().zip(&places) {
            assert_eq!(&place(key), at, "{key}");
            let name = at.to_string();
            assert!(name.starts_with(folder) && name.len() <= WHOLE, "{name}");
            assert!(name.split('/').all(|part| part.len() <= PART), "{name}");
            assert_eq!(places.iter().filter(|other| *other == at).count(), 1, "{at}");
        }
    }

    #[test]
    fn nobody_names_a_file_like_a_shortened_one() {
        let long = place(&"語".repeat(60));
        assert_ne!(place(long.as_ref()), long);
    }
}
