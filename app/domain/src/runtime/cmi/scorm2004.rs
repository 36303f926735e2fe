//! The data model of SCORM 2004 (Run-Time Environment 4.2, 4th edition).

use super::element::{Kind, POSITIVE, REAL, generous, text};

const COMPLETION: Kind = Kind::Word(&["completed", "incomplete", "not attempted", "unknown"]);
const SUCCESS: Kind = Kind::Word(&["passed", "failed", "unknown"]);
const SCALED: Kind = Kind::Number { least: -1.0, most: 1.0 };
const MEASURE: Kind = Kind::Number { least: 0.0, most: 1.0 };
const IDENTIFIER: Kind = text(4_000);
const INTERACTION: Kind = Kind::Word(&[
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
    "other",
]);
const RESULT: Kind = Kind::WordOrNumber(&["correct", "incorrect", "unanticipated", "neutral"]);
/// The standard's lengths are the least a system must take, and depend on the type of the interaction.
const ANSWER: Kind = text(32_000);
const SENTENCE: Kind = generous(250, 4_000);

/// What the element of this template must be; `None` for an unknown one.
#[expect(clippy::match_same_arms, reason = "a table in the order of the standard")]
pub(super) fn kind(template: &str) -> Option<Kind> {
    Some(match template {
        "cmi.completion_status" | "cmi.objectives.n.completion_status" => COMPLETION,
        "cmi.success_status" | "cmi.objectives.n.success_status" => SUCCESS,
        "cmi.score.scaled" | "cmi.objectives.n.score.scaled" => SCALED,
        "cmi.score.raw" | "cmi.score.min" | "cmi.score.max" | "cmi.interactions.n.weighting" => REAL,
        "cmi.objectives.n.score.raw" | "cmi.objectives.n.score.min" | "cmi.objectives.n.score.max" => REAL,
        "cmi.progress_measure" | "cmi.objectives.n.progress_measure" => MEASURE,
        "cmi.location" => text(1_000),
        "cmi.suspend_data" | "adl.data.n.store" => text(64_000),
        "cmi.exit" => Kind::Word(&["time-out", "suspend", "logout", "normal", ""]),
        "cmi.session_time" | "cmi.interactions.n.latency" => Kind::Duration,
        "cmi.comments_from_learner.n.comment" => generous(4_000, 8_000),
        "cmi.comments_from_learner.n.location" => SENTENCE,
        "cmi.comments_from_learner.n.timestamp" | "cmi.interactions.n.timestamp" => Kind::PointInTime,
        "cmi.objectives.n.id" | "cmi.interactions.n.id" | "cmi.interactions.n.objectives.n.id" | "adl.data.n.id" => {
            IDENTIFIER
        }
        "cmi.objectives.n.description" | "cmi.interactions.n.description" => SENTENCE,
        "cmi.interactions.n.type" => INTERACTION,
        "cmi.interactions.n.correct_responses.n.pattern" | "cmi.interactions.n.learner_response" => ANSWER,
        "cmi.interactions.n.result" => RESULT,
        "cmi.learner_preference.audio_level" | "cmi.learner_preference.delivery_speed" => POSITIVE,
        "cmi.learner_preference.audio_captioning" => Kind::Word(&["-1", "0", "1"]),
        "cmi.learner_preference.language" => text(250),
        "adl.nav.request" => Kind::Navigation,
        "cmi.learner_id" | "cmi.learner_name" | "cmi.credit" | "cmi.entry" | "cmi.mode" | "cmi.total_time" => {
            Kind::ReadOnly
        }
        "cmi.launch_data" | "cmi.completion_threshold" | "cmi.scaled_passing_score" => Kind::ReadOnly,
        "cmi.max_time_allowed" | "cmi.time_limit_action" => Kind::ReadOnly,
        "cmi.comments_from_lms.n.comment" | "cmi.comments_from_lms.n.location" => Kind::ReadOnly,
        "cmi.comments_from_lms.n.timestamp" => Kind::ReadOnly,
        _ => return None,
    })
}
