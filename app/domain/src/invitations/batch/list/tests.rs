//! Lists as they come from mail programs, spreadsheets and people.

use std::io::Cursor;

use lectern_contract::{Refusal, refusal::Field};

use super::{Given, encoding, entries};
use crate::fault::{Error, Result};

/// What is read: an address as it is, anything else with a question mark.
fn read(bytes: &[u8], given: Given) -> Result<Vec<String>> {
    let mut text = Cursor::new(bytes);
    let encoding = encoding::of(&mut text)?;
    let mut found = Vec::new();
    entries(&mut text, given, encoding, &mut |entry| {
        let mark = if entry.key.is_some() { "" } else { "?" };
        found.push(format!("{mark}{}", entry.email));
        Ok(())
    })?;
    Ok(found)
}

fn file(text: &str) -> Vec<String> {
    read(text.as_bytes(), Given::File).expect("a text")
}

#[test]
fn tables_of_every_kind_give_their_addresses() {
    for text in [
        "a@b.cd\ne@f.gh\n",
        "a@b.cd\r\ne@f.gh",
        "a@b.cd,e@f.gh",
        "a@b.cd;e@f.gh",
        "email\na@b.cd\ne@f.gh\n",
        "\u{feff}E-Mail;Name\na@b.cd;Ada\ne@f.gh;Eve\n",
        "Name,Email address\n\"Lovelace, Ada\",a@b.cd\n\"Eve \"\"E\"\"\",e@f.gh\n",
        "Name\tE_mail\nAda\ta@b.cd\n\t\n\nEve\te@f.gh\n",
        "sep=;\nName;Mail\nLovelace, Ada;a@b.cd\nSmith, Eve;e@f.gh\n",
        "Ada;a@b.cd;Sales\nEve;e@f.gh;\n",
        "Ada Lovelace <a@b.cd>\n\"Smith, Eve\" <e@f.gh>\n",
        "Address\n\"a@b.cd; e@f.gh\"\n",
        "email\n\" a@b.cd\u{200b}\"\n\u{a0}e@f.gh\u{a0}\n",
        "\"a@b.cd\"\n\"e@f.gh\"\n\"\"\n",
        "Team\nemail\n",
    ] {
        let expected: &[&str] = if text.starts_with("Team") {
            &["?Team", "?email"]
        } else {
            &["a@b.cd", "e@f.gh"]
        };
        assert_eq!(file(text), expected, "{text:?}");
    }
}

#[test]
fn rows_without_an_address_are_named_and_empty_ones_passed_over() {
    assert_eq!(
        file("Name;Email\nAda;\nEve;eve(at)f.gh\n;;\nBob;b@c.de\n"),
        ["?Ada", "?eve(at)f.gh", "b@c.de"]
    );
    assert_eq!(file("Ada;Sales\nb@c.de\n"), ["?Ada Sales", "b@c.de"]);
}

#[test]
fn what_is_pasted_is_split_as_in_the_form() {
    let text = "a@b.cd, e@f.gh; Ada <i@j.kl>\n\"Smith, Eve\" <m@n.op>\r\n;;\nnobody";
    let found = read(text.as_bytes(), Given::Pasted).expect("a text");
    assert_eq!(found, ["a@b.cd", "e@f.gh", "i@j.kl", "m@n.op", "?nobody"]);
}

#[test]
fn encodings_are_told_apart() {
    let western = b"Name;Mail\nJos\xe9;jose@b.cd\n";
    assert_eq!(read(western, Given::File).expect("Windows-1252"), ["jose@b.cd"]);
    let wide: Vec<u8> = "\u{feff}Name\tMail\nJosé\tjose@b.cd\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read(&wide, Given::File).expect("UTF-16"), ["jose@b.cd"]);
    let odd = b"jos\xe9@b.cd\n";
    assert_eq!(read(odd, Given::File).expect("Windows-1252"), ["josé@b.cd"]);
    for no_text in [&b"PK\x03\x04\x14\x00\x06"[..], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"] {
        let refused = read(no_text, Given::File);
        assert!(matches!(refused, Err(Error::Refused(Refusal::NotText))), "{refused:?}");
    }
}

#[test]
fn a_character_on_the_edge_of_a_piece_stays_whole() {
    // Two-byte letters at every offset around the size of the pieces that are read.
    for pad in 0..4 {
        let text = format!("{}\n{}", "x".repeat(16 * 1024 - 6 + pad), "ü@b.cd\n".repeat(3));
        let found = file(&text);
        assert_eq!(&found[1..], ["ü@b.cd"; 3], "{pad}");
    }
}

#[test]
fn an_empty_list_is_none() {
    for text in ["", "\u{feff}", "\n\n;;\n", "email\n"] {
        let mut place = tempfile::tempfile().expect("a temporary file");
        std::io::Write::write_all(&mut place, text.as_bytes()).expect("room");
        let refused = super::List::open(place, Given::File);
        let missing = matches!(refused, Err(Error::Refused(Refusal::Missing(Field::Addresses))));
        assert!(missing, "{text:?}: {refused:?}");
    }
}

#[test]
fn the_same_addresses_in_other_clothes_are_the_same_list() {
    let hash = |text: &str, given| {
        let mut place = tempfile::tempfile().expect("a temporary file");
        std::io::Write::write_all(&mut place, text.as_bytes()).expect("room");
        super::List::open(place, given).expect("a list").hash
    };
    let plain = hash("a@b.cd\ne@f.gh\n", Given::File);
    assert_eq!(
        plain,
        hash("\u{feff}Email;Name\r\nA@B.cd;Ada\r\ne@f.gh;Eve\r\n", Given::File)
    );
    assert_eq!(plain, hash("a@b.cd, e@f.gh", Given::Pasted));
    assert_ne!(plain, hash("e@f.gh\na@b.cd\n", Given::File));
    assert_ne!(plain, hash("a@b.cd\n", Given::File));
}

/// Whatever a file holds: it is refused as no text, or every `@` of an address is found and nothing panics.
#[test]
fn random_bytes_are_read_or_refused() {
    const ALPHABET: &[&[u8]] = &[
        b"a@b.cd",
        b"\"",
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r\n",
        b"\xff",
        b"\xc3",
        b"\xc3\xa9",
        b"\0",
        b"sep=",
        b"email",
        b"<",
        b">",
        b" ",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xe2\x80\x8b",
    ];
    let mut seed = 0x11_57_u64;
    let mut next = |end: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % end
    };
    for _ in 0..5_000 {
        let mut bytes = Vec::new();
        for _ in 0..next(24) {
            bytes.extend_from_slice(ALPHABET[next(ALPHABET.len())]);
        }
        for given in [Given::File, Given::Pasted] {
            match read(&bytes, given) {
                Ok(found) => assert!(
                    found.iter().all(|entry| !entry.trim().is_empty()),
                    "{bytes:?}: {found:?}"
                ),
                Err(Error::Refused(Refusal::NotText)) => assert!(bytes.contains(&0), "{bytes:?}"),
                Err(error) => panic!("{bytes:?}: {error}"),
            }
        }
    }
}
