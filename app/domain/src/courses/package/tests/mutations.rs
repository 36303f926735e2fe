//! Random damage: whatever comes, an answer and never a panic.

use std::io::Cursor;

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::super::{Discard, Limits, read_package};
use super::{ITEM, manifest, zip, zip_with};

/// A small generator, so that a failing seed can be run again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).unwrap_or_default()
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap_or_default()
    }
}

fn damage(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len());
        match chance.below(5) {
            0 => bytes.truncate(at.max(1)),
            1 => bytes.insert(at, chance.byte()),
            2 => drop(bytes.remove(at)),
            3 => bytes[at] = [0, 0xFF, b'<', b'>', b'"', b'&', b'/', b'.'][chance.below(8)],
            _ => bytes[at] ^= 1 << chance.below(8),
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
}

#[test]
fn damaged_archives_get_an_answer() {
    let text = manifest(ITEM);
    let files: &[(&str, &[u8])] = &[
        ("imsmanifest.xml", text.as_bytes()),
        ("index.html", b"<p>"),
        ("a/b.txt", &[7; 300]),
    ];
    let archives = [
        zip(files),
        zip_with(
            files,
            SimpleFileOptions::default().compression_method(CompressionMethod::Stored),
        ),
        zip_with(files, SimpleFileOptions::default().large_file(true)),
    ];
    let limits = Limits {
        unpacked_bytes: 1 << 20,
        ..Limits::default()
    };
    let mut good = 0;
    for seed in 1..=6_000_u64 {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut bytes = archives[chance.below(3)].clone();
        damage(&mut bytes, &mut chance);
        match read_package(Cursor::new(bytes), &limits, &mut Discard) {
            Ok(_) => good += 1,
            Err(problem) => assert!(!problem.sentence().is_empty()),
        }
    }
    assert!(good < 6_000);
}

#[test]
fn damaged_manifests_get_an_answer() {
    let sequencing = r#"<item identifier="S" identifierref="R" parameters="?a=1"><sequencing IDRef="c"><controlMode flow="true"/></sequencing></item>"#;
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let text = manifest(&format!("{ITEM}{sequencing}")).replace(">1.2<", ">2004 3rd Edition<");
    for seed in 1..=3_000_u64 {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut bytes = text.clone().into_bytes();
        damage(&mut bytes, &mut chance);
        let archive = zip_with(&[("imsmanifest.xml", &bytes), ("index.html", b"<p>")], stored);
        if let Err(problem) = read_package(Cursor::new(archive), &Limits::default(), &mut Discard) {
            assert!(!problem.sentence().is_empty());
        }
    }
}
