//! Which elements and values are taken.

use std::collections::BTreeMap;

use super::super::{Judging, MOST_BYTES, MOST_ELEMENTS, Standard, ValueProblem, check};
use super::{checked, commit};

/// What becomes of one element.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Is {
    Kept,
    Over,
    Ignored,
    Refused,
}

fn what(standard: Standard, name: &str, value: &str) -> Is {
    match checked(standard, &[(name, value)]) {
        Err(_) => Is::Refused,
        Ok(good) if !good.over_standard.is_empty() => Is::Over,
        Ok(good) if good.elements.is_empty() => Is::Ignored,
        Ok(_) => Is::Kept,
    }
}

#[test]
fn scorm_12_elements() {
    let x = |length| "x".repeat(length);
    for (name, value, is) in [
        ("cmi.core.lesson_location", x(255).as_str(), Is::Kept),
        ("cmi.core.lesson_location", &x(256), Is::Refused),
        ("cmi.core.lesson_location", &"𝄞".repeat(127), Is::Kept),
        ("cmi.core.lesson_location", &"𝄞".repeat(128), Is::Refused),
        ("cmi.core.lesson_location", "", Is::Kept),
        ("cmi.suspend_data", &x(4_096), Is::Kept),
        ("cmi.suspend_data", &x(4_097), Is::Over),
        ("cmi.suspend_data", &x(64_001), Is::Refused),
        ("cmi.comments", &x(4_097), Is::Refused),
        ("cmi.core.lesson_status", "passed", Is::Kept),
        ("cmi.core.lesson_status", "Passed", Is::Refused),
        ("cmi.core.lesson_status", "unknown", Is::Refused),
        ("cmi.core.lesson_status", "", Is::Ignored),
        ("cmi.core.score.raw", "100", Is::Kept),
        ("cmi.core.score.raw", "", Is::Ignored),
        ("cmi.core.score.raw", "100.01", Is::Refused),
        ("cmi.core.score.raw", "-1", Is::Refused),
        ("cmi.core.score.raw", "1e1", Is::Refused),
        ("cmi.core.exit", "", Is::Kept),
        ("cmi.core.exit", "normal", Is::Refused),
        ("cmi.core.session_time", "0000:01:00.5", Is::Kept),
        ("cmi.core.session_time", "PT1M", Is::Refused),
        ("cmi.core.student_id", "someone", Is::Ignored),
        ("cmi.core.total_time", "anything", Is::Ignored),
        ("cmi.student_data.mastery_score", "0", Is::Ignored),
        ("cmi.core._children", "student_id", Is::Ignored),
        ("cmi.interactions._count", "1", Is::Ignored),
        ("cmi.interactions.0.id", "q1", Is::Kept),
        ("cmi.interactions.1999.id", "q1", Is::Kept),
        ("cmi.interactions.2000.id", "q1", Is::Refused),
        ("cmi.interactions.00.id", "q1", Is::Refused),
        ("cmi.interactions.n.id", "q1", Is::Refused),
        ("cmi.interactions.-1.id", "q1", Is::Refused),
        ("cmi.interactions.0.result", "wrong", Is::Kept),
        ("cmi.interactions.0.result", "-2.5", Is::Kept),
        ("cmi.interactions.0.result", "incorrect", Is::Refused),
        ("cmi.interactions.0.time", "12:30:00", Is::Kept),
        ("cmi.interactions.0.student_response", &x(300), Is::Over),
        ("cmi.interactions.0.correct_responses.3.pattern", "a", Is::Kept),
        ("cmi.objectives.2.score.raw", "50", Is::Kept),
        ("cmi.student_preference.audio", "-1", Is::Kept),
        ("cmi.location", "x", Is::Refused),
    ] {
        assert_eq!(what(Standard::Scorm12, name, value), is, "{name} = {value}");
    }
}

#[test]
fn scorm_2004_elements() {
    let x = |length| "x".repeat(length);
    for (name, value, is) in [
        ("cmi.location", x(1_000).as_str(), Is::Kept),
        ("cmi.location", &x(1_001), Is::Refused),
        ("cmi.suspend_data", &x(64_000), Is::Kept),
        ("cmi.suspend_data", &x(64_001), Is::Refused),
        ("cmi.completion_status", "not attempted", Is::Kept),
        ("cmi.completion_status", "passed", Is::Refused),
        ("cmi.success_status", "failed", Is::Kept),
        ("cmi.progress_measure", "1.0", Is::Kept),
        ("cmi.progress_measure", "1.01", Is::Refused),
        ("cmi.progress_measure", "", Is::Ignored),
        ("cmi.score.scaled", "-1", Is::Kept),
        ("cmi.score.scaled", "-1.1", Is::Refused),
        ("cmi.score.raw", "1234.5", Is::Kept),
        ("cmi.score.raw", "NaN", Is::Refused),
        ("cmi.session_time", "P1DT2H", Is::Kept),
        ("cmi.session_time", "00:01:00", Is::Refused),
        ("cmi.exit", "normal", Is::Kept),
        ("cmi.learner_id", "x", Is::Ignored),
        ("cmi.completion_threshold", "0", Is::Ignored),
        ("cmi._version", "1.0", Is::Ignored),
        ("cmi.comments_from_lms.0.comment", "x", Is::Ignored),
        ("cmi.comments_from_learner.0.comment", "{lang=en}x", Is::Kept),
        (
            "cmi.comments_from_learner.0.timestamp",
            "2026-11-05T10:00:00Z",
            Is::Kept,
        ),
        ("cmi.comments_from_learner.0.timestamp", "yesterday", Is::Refused),
        ("cmi.interactions.0.type", "long-fill-in", Is::Kept),
        ("cmi.interactions.0.result", "incorrect", Is::Kept),
        ("cmi.interactions.0.description", &x(251), Is::Over),
        ("cmi.objectives.0.success_status", "passed", Is::Kept),
        ("cmi.learner_preference.audio_captioning", "0", Is::Kept),
        ("adl.nav.request", "{target=item_2}choice", Is::Kept),
        ("adl.nav.request", "leave", Is::Refused),
        ("adl.nav.request_valid.continue", "true", Is::Ignored),
        ("adl.nav.request_valid.choice.{target=a.01.b}", "true", Is::Ignored),
        ("adl.data.0.store", "x", Is::Kept),
        ("lectern.opened", "true", Is::Kept),
        ("lectern.opened", "<b>", Is::Refused),
    ] {
        assert_eq!(what(Standard::Scorm2004, name, value), is, "{name} = {value}");
    }
}

#[test]
fn containers_and_inventions_are_refused() {
    for standard in [Standard::Scorm12, Standard::Scorm2004, Standard::Web] {
        for name in [
            "",
            ".",
            "cmi",
            "cmi.",
            "cmi.core",
            "cmi.core.score",
            "cmi.score",
            "adl",
            "adl.nav",
            "cmi.interactions",
            "cmi.interactions.0",
            "__proto__",
            "cmi.constructor",
            "CMI.location",
            "x._count",
        ] {
            assert_eq!(what(standard, name, "1"), Is::Refused, "{name}");
        }
    }
    assert_eq!(what(Standard::Web, "cmi.location", "1"), Is::Refused);
    assert_eq!(what(Standard::Web, "lectern.finished", "true"), Is::Kept);
}

#[test]
fn a_commit_has_a_size() {
    let many: BTreeMap<String, String> = (0..=MOST_ELEMENTS).map(|n| (n.to_string(), String::new())).collect();
    let problems = check(Standard::Scorm12, &many, &Judging::default()).expect_err("refused");
    assert_eq!(
        problems[0].problem,
        ValueProblem::TooManyElements { most: MOST_ELEMENTS }
    );
    let large = commit(&[("cmi.suspend_data", &"x".repeat(MOST_BYTES))]);
    let problems = check(Standard::Scorm12, &large, &Judging::default()).expect_err("refused");
    assert_eq!(problems[0].problem, ValueProblem::TooLarge { most: MOST_BYTES });
    let wrong: BTreeMap<String, String> = (0..500).map(|n| (format!("x{n}"), String::new())).collect();
    assert_eq!(
        check(Standard::Scorm12, &wrong, &Judging::default())
            .expect_err("refused")
            .len(),
        100
    );
}
