//! The data model of SCORM 1.2 (Run-Time Environment 3.4).

use super::element::{Kind, POSITIVE, REAL, generous, text};

const STATUS: Kind = Kind::Word(&[
    "passed",
    "completed",
    "failed",
    "incomplete",
    "browsed",
    "not attempted",
]);
const SCORE: Kind = Kind::Number {
    least: 0.0,
    most: 100.0,
};
const INTERACTION: Kind = Kind::Word(&[
    "true-false",
    "choice",
    "fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
]);
const RESULT: Kind = Kind::WordOrNumber(&["correct", "wrong", "unanticipated", "neutral"]);
/// Answers may be longer than the 255 characters of the standard: exporters put whole sentences there.
const ANSWER: Kind = generous(255, 4_096);

/// What the element of this template must be; `None` for an unknown one.
#[expect(clippy::match_same_arms, reason = "a table in the order of the standard")]
pub(super) fn kind(template: &str) -> Option<Kind> {
    Some(match template {
        "cmi.core.lesson_location" => text(255),
        "cmi.core.lesson_status" | "cmi.objectives.n.status" => STATUS,
        "cmi.core.score.raw" | "cmi.core.score.min" | "cmi.core.score.max" => SCORE,
        "cmi.objectives.n.score.raw" | "cmi.objectives.n.score.min" | "cmi.objectives.n.score.max" => SCORE,
        "cmi.core.exit" => Kind::Word(&["time-out", "suspend", "logout", ""]),
        "cmi.core.session_time" | "cmi.interactions.n.latency" => Kind::Duration,
        "cmi.suspend_data" => generous(4_096, 64_000),
        "cmi.comments" => text(4_096),
        "cmi.objectives.n.id" | "cmi.interactions.n.id" | "cmi.interactions.n.objectives.n.id" => text(255),
        "cmi.interactions.n.time" => Kind::TimeOfDay,
        "cmi.interactions.n.type" => INTERACTION,
        "cmi.interactions.n.correct_responses.n.pattern" | "cmi.interactions.n.student_response" => ANSWER,
        "cmi.interactions.n.weighting" => REAL,
        "cmi.interactions.n.result" => RESULT,
        "cmi.student_preference.audio" => Kind::Number {
            least: -1.0,
            most: 100.0,
        },
        "cmi.student_preference.speed" => Kind::Number {
            least: -100.0,
            most: 100.0,
        },
        "cmi.student_preference.text" => Kind::Number { least: -1.0, most: 1.0 },
        "cmi.student_preference.language" => text(255),
        "cmi.core.student_id" | "cmi.core.student_name" | "cmi.core.credit" | "cmi.core.entry" => Kind::ReadOnly,
        "cmi.core.total_time" | "cmi.core.lesson_mode" | "cmi.launch_data" | "cmi.comments_from_lms" => Kind::ReadOnly,
        "cmi.student_data.mastery_score" | "cmi.student_data.max_time_allowed" => Kind::ReadOnly,
        "cmi.student_data.time_limit_action" => Kind::ReadOnly,
        // Some players count tries of their own here.
        "cmi.student_data.tries_during_lesson" => POSITIVE,
        _ => return None,
    })
}
