//! From good elements to completion, success, score and time.

use std::collections::BTreeMap;

use super::values::number;
use super::words::of_failed;
use super::{Checked, Completion, Exit, Judging, Standard, Success, durations};

/// The player's own: a page without a run-time API was opened.
pub(super) const OPENED: &str = "lectern.opened";
/// The player's own: it was seen to its end.
pub(super) const FINISHED: &str = "lectern.finished";

/// What checked elements mean.
pub(super) fn of(
    standard: Standard,
    elements: BTreeMap<String, String>,
    over_standard: Vec<String>,
    judging: &Judging,
) -> Checked {
    let get = |name: &str| elements.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let has_cmi = elements.keys().any(|name| name.starts_with("cmi."));
    let checked = match standard {
        Standard::Scorm12 if has_cmi => scorm12(&get, judging),
        Standard::Scorm2004 if has_cmi => scorm2004(&get, judging),
        _ if get(OPENED) == Some("true") || get(FINISHED) == Some("true") => Checked {
            completion: Completion::Completed,
            ..Checked::default()
        },
        _ => Checked::default(),
    };
    Checked {
        elements,
        over_standard,
        ..checked
    }
}

fn scorm12<'e>(get: &impl Fn(&str) -> Option<&'e str>, judging: &Judging) -> Checked {
    let (completion, success) = match get("cmi.core.lesson_status") {
        Some("passed") => (Completion::Completed, Success::Passed),
        Some("failed") => (of_failed(judging.failed_means), Success::Failed),
        Some("completed") => (Completion::Completed, Success::Unknown),
        Some("incomplete" | "browsed" | "not attempted") => (Completion::Incomplete, Success::Unknown),
        _ => (Completion::Unknown, Success::Unknown),
    };
    let score = |name: &str| get(name).and_then(number);
    let raw = score("cmi.core.score.raw");
    let range = score("cmi.core.score.min").zip(score("cmi.core.score.max"));
    Checked {
        completion,
        success,
        score_scaled: raw.map(|raw| within(raw, range).unwrap_or(raw / 100.0).clamp(-1.0, 1.0)),
        score_raw: raw,
        session_time: get("cmi.core.session_time").and_then(|time| durations::parse(Standard::Scorm12, time)),
        exit: exit(get("cmi.core.exit")),
        ..Checked::default()
    }
}

fn scorm2004<'e>(get: &impl Fn(&str) -> Option<&'e str>, judging: &Judging) -> Checked {
    let measure = |name: &str| get(name).and_then(number);
    let progress = measure("cmi.progress_measure");
    let scaled = measure("cmi.score.scaled");
    let completion = match (judging.completion_threshold, progress) {
        (Some(threshold), Some(progress)) if progress >= threshold => Completion::Completed,
        (Some(_), Some(_)) => Completion::Incomplete,
        _ => match get("cmi.completion_status") {
            Some("completed") => Completion::Completed,
            Some("incomplete" | "not attempted") => Completion::Incomplete,
            _ => Completion::Unknown,
        },
    };
    let success = match (judging.scaled_passing_score, scaled) {
        (Some(passing), Some(scaled)) if scaled >= passing => Success::Passed,
        (Some(_), Some(_)) => Success::Failed,
        _ => get("cmi.success_status")
            .and_then(|word| word.parse().ok())
            .unwrap_or_default(),
    };
    let raw = measure("cmi.score.raw");
    let range = measure("cmi.score.min").zip(measure("cmi.score.max"));
    Checked {
        completion,
        success,
        score_scaled: scaled.or_else(|| within(raw?, range)),
        score_raw: raw,
        progress,
        session_time: get("cmi.session_time").and_then(|time| durations::parse(Standard::Scorm2004, time)),
        exit: exit(get("cmi.exit")),
        ..Checked::default()
    }
}

/// Where a raw score lies between the lowest and the highest, 0–1; `None` outside, or without a real range.
fn within(raw: f64, range: Option<(f64, f64)>) -> Option<f64> {
    let (least, most) = range?;
    let scaled = (raw - least) / (most - least);
    (least < most && (0.0..=1.0).contains(&scaled)).then_some(scaled)
}

fn exit(word: Option<&str>) -> Exit {
    match word {
        Some("normal") => Exit::Normal,
        Some("suspend") => Exit::Suspend,
        Some("time-out") => Exit::TimeOut,
        Some("logout") => Exit::Logout,
        _ => Exit::None,
    }
}
