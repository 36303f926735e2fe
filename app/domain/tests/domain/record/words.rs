//! Every act that the code writes into the audit log has its words, and every word its act.

use std::{collections::BTreeSet, fs, path::Path};

use lectern_contract::audit::{AuditAct, AuditSubject};

use crate::support::changing;

/// What looks like an act in the code and is none: keys under which acts are done once.
const KEYS: [&str; 1] = ["order.mark_paid"];

fn sources(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the domain's sources") {
        let path = entry.expect("an entry").path();
        // The log itself reads rows of every act, and does none.
        if path.is_dir() && !path.ends_with("audit") {
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

/// The acts that only add something, or say that something was done: there is no before.
const ADDING: &str = "
    session.sign_in session.end session.end_others password.change password.reset email.ask
    second_factor.on second_factor.off second_factor.reset second_factor.recover second_factor.renew_codes
    organization.create user.create user.make_link user.copy_link price.save plan.create subscription.begin subscription.period order.place
    request.ask invitation.send invitation.copy_link invitation.remind invitation.ask_again
    batch.read registration.remind registration.falls_due certificate.issue launch letter.came_back claim.ask proof.ask
    api_key.make webhook.create webhook.rotate webhook.test
";

#[test]
fn every_act_is_known_to_change_something_or_to_add_it() {
    let (changing, adding): (BTreeSet<_>, BTreeSet<_>) = (changing().collect(), ADDING.split_whitespace().collect());
    let all: BTreeSet<&str> = AuditAct::ALL.iter().map(|act| act.as_str()).collect();
    let both: Vec<_> = changing.intersection(&adding).collect();
    assert!(both.is_empty(), "{both:?}");
    let either: BTreeSet<_> = changing.union(&adding).copied().collect();
    let unknown: Vec<_> = either.symmetric_difference(&all).collect();
    assert!(unknown.is_empty(), "does it say what was before? {unknown:?}");
}

#[test]
fn no_act_that_changes_something_is_only_noted() {
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let changing: BTreeSet<_> = changing().collect();
    // The first text in the call is the act.
    let noted: BTreeSet<&str> = all
        .iter()
        .flat_map(|source| source.split("audit::note").skip(1))
        .filter_map(|call| call.split('"').nth(1))
        .collect();
    let wrong: Vec<_> = noted.intersection(&changing).collect();
    assert!(wrong.is_empty(), "acts that do not say what was before: {wrong:?}");
    assert!(noted.len() > 20, "the calls are read: {}", noted.len());
}

#[test]
fn every_kind_of_thing_has_words() {
    assert!(AuditSubject::ALL.iter().all(|kind| !kind.label().is_empty()));
}
