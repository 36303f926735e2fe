//! What an item says about its run-time data (the `adlcp` elements).

use roxmltree::Node;

use super::super::{Warning, names};
use super::xml::{attribute, child, child_text, number};
use crate::runtime::cmi::{Standard, durations};

/// Characters of launch data: far beyond the standards' 255 (1.2) and 4,000 (2004).
const LAUNCH_DATA: usize = 64_000;
/// Characters of prerequisites (1.2 says 200).
const PREREQUISITES: usize = 4_000;

/// The item-level settings.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub launch_data: String,
    pub mastery_score: Option<f64>,
    pub max_time_allowed: Option<String>,
    pub time_limit_action: Option<String>,
    pub prerequisites: Option<String>,
    pub completion_threshold: Option<f64>,
}

/// Reads an item's settings; values the standard does not know are left out with a warning.
pub(super) fn of(node: Node<'_, '_>, standard: Standard, title: &str, warnings: &mut Vec<Warning>) -> Settings {
    let mut settings = Settings {
        launch_data: child_text(node, "datafromlms").unwrap_or_default(),
        prerequisites: child_text(node, "prerequisites"),
        ..Settings::default()
    };
    let mut ignore = |setting: &str, value: &str| warnings.push(ignored(title, setting, value));
    if settings.launch_data.chars().count() > LAUNCH_DATA {
        ignore("launch data", &settings.launch_data);
        settings.launch_data.clear();
    }
    if let Some(script) = settings.prerequisites.take_if(|script| script.len() > PREREQUISITES) {
        ignore("prerequisites", &script);
    }
    if let Some(score) = child_text(node, "masteryscore") {
        settings.mastery_score = number(&score, 0.0, 100.0);
        if settings.mastery_score.is_none() {
            ignore("mastery score", &score);
        }
    }
    if let Some(action) = child_text(node, "timelimitaction") {
        settings.time_limit_action = action_word(&action);
        if settings.time_limit_action.is_none() {
            ignore("time limit action", &action);
        }
    }
    if let Some(time) = max_time(node) {
        if durations::parse(standard, &time).is_some() {
            settings.max_time_allowed = Some(time);
        } else {
            ignore("maximum time", &time);
        }
    }
    settings.completion_threshold = threshold(node).and_then(|threshold| {
        let measure = number(&threshold, 0.0, 1.0);
        if measure.is_none() {
            ignore("completion threshold", &threshold);
        }
        measure
    });
    settings
}

/// A warning about a value left out.
pub(super) fn ignored(item: &str, setting: &str, value: &str) -> Warning {
    Warning::ValueIgnored {
        item: item.to_owned(),
        setting: setting.to_owned(),
        value: names::shown(value),
    }
}

/// 1.2 has an element of its own, 2004 a limit condition.
fn max_time(node: Node<'_, '_>) -> Option<String> {
    child_text(node, "maxtimeallowed").or_else(|| {
        let limits = child(child(node, "sequencing")?, "limitConditions")?;
        attribute(limits, "attemptAbsoluteDurationLimit").map(str::to_owned)
    })
}

/// 2004 3rd edition writes the measure as text, the 4th as attributes with `completedByMeasure`, the measure 1 by default.
fn threshold(node: Node<'_, '_>) -> Option<String> {
    let found = child(node, "completionThreshold")?;
    super::xml::text(found).or_else(|| {
        super::xml::flag(found, "completedByMeasure", false)
            .then(|| attribute(found, "minProgressMeasure").unwrap_or("1").to_owned())
    })
}

/// The standard's word, with the spaces it writes.
fn action_word(text: &str) -> Option<String> {
    let plain: String = text
        .to_ascii_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(", ", ",");
    matches!(
        plain.as_str(),
        "exit,message" | "exit,no message" | "continue,message" | "continue,no message"
    )
    .then_some(plain)
}
