//! Random commits: an answer, never a panic, and nothing stored that was not checked.

use std::collections::BTreeMap;

use super::super::{ItemStatus, Judging, Standard, check, durations, roll_up};

const NAMES: [&str; 14] = [
    "cmi.core.lesson_status",
    "cmi.core.score.raw",
    "cmi.core.score.min",
    "cmi.core.score.max",
    "cmi.core.session_time",
    "cmi.completion_status",
    "cmi.progress_measure",
    "cmi.score.scaled",
    "cmi.session_time",
    "cmi.interactions.7.result",
    "cmi.interactions.7.timestamp",
    "adl.nav.request",
    "cmi.suspend_data",
    "lectern.opened",
];
const PIECES: [&str; 26] = [
    "",
    "0",
    "1",
    "-",
    ".",
    ":",
    "P",
    "T",
    "Y",
    "M",
    "D",
    "H",
    "S",
    "99999999999999999999",
    "é",
    "𝄞",
    "Z",
    "+",
    "{target=",
    "}",
    "choice",
    "passed",
    "completed",
    "\0",
    "e9",
    "00:",
];

#[test]
fn random_commits_get_an_answer() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % most as u64).unwrap_or_default()
    };
    for _ in 0..20_000 {
        let standard = Standard::ALL[below(3)];
        let mut elements = BTreeMap::new();
        for _ in 0..below(4) {
            let mut name = NAMES[below(NAMES.len())].to_owned();
            if below(8) == 0 {
                name.push_str(PIECES[below(PIECES.len())]);
            }
            let value: String = (0..below(7)).map(|_| PIECES[below(PIECES.len())]).collect();
            let time = durations::parse(standard, &value);
            assert!(time.is_none_or(|time| standard == Standard::Scorm12
                || durations::parse(standard, &durations::format(standard, time)) == Some(time)));
            elements.insert(name, value);
        }
        if let Ok(good) = check(standard, &elements, &Judging::default()) {
            assert!(
                good.elements
                    .iter()
                    .all(|(name, value)| elements.get(name) == Some(value))
            );
            assert!(good.score_scaled.is_none_or(|score| (-1.0..=1.0).contains(&score)));
            let status = roll_up(&[ItemStatus::default().merge(&good)]);
            assert!((0.0..=1.0).contains(&status.progress));
        }
    }
}
