//! Every act that the code writes into the audit log has its words, and every word its act.

use std::{collections::BTreeSet, fs, path::Path};

use lectern_contract::audit::{AuditAct, AuditSubject};

/// What looks like an act in the code and is none: keys under which acts are done once.
const KEYS: [&str; 1] = ["order.mark_paid"];

fn sources(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the domain's sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let source = fs::read_to_string(&path).expect("a source");
            // A module's own tests stand at its end, and write no acts.
            all.extend(source.split("#[cfg(test)]").next().map(str::to_owned));
        }
    }
}

/// The texts in a source that look like `noun.verb`, but for those that only name a key of `once`.
fn acts(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .filter(|line| !line.contains("once(") && !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .filter(|text| {
            let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            text.split_once('.')
                .is_some_and(|(noun, verb)| word(noun) && word(verb))
        })
}

/// Whether a source writes audit rows, or moves credits, which does.
fn writes(source: &str) -> bool {
    ["audit::", "act: \"", "(\"credits."]
        .iter()
        .any(|mark| source.contains(mark))
}

#[test]
fn every_act_of_the_code_has_words() {
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let known: BTreeSet<&str> = AuditAct::ALL.iter().map(|act| act.as_str()).collect();
    let written: BTreeSet<&str> = all
        .iter()
        .filter(|source| writes(source))
        .flat_map(|source| acts(source))
        .collect();
    let without: Vec<_> = written
        .iter()
        .filter(|act| !known.contains(*act) && !KEYS.contains(act))
        .collect();
    assert!(
        without.is_empty(),
        "acts without words in contract/src/audit.rs: {without:?}"
    );
    let gone: Vec<_> = known
        .iter()
        .filter(|act| !written.contains(*act) && **act != "launch")
        .collect();
    assert!(gone.is_empty(), "words of acts that nothing does: {gone:?}");
    assert!(written.len() > 60, "the sources are read: {}", written.len());
}

#[test]
fn every_kind_of_thing_has_words() {
    assert!(AuditSubject::ALL.iter().all(|kind| !kind.label().is_empty()));
}
