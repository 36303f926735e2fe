//! What a good commit means.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Completion, Exit, FailedMeans, Success};

/// What the course and its manifest say about judging an item.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Judging {
    /// What 1.2's `failed` says about completion.
    pub failed_means: FailedMeans,
    /// 2004 progress measure from which the item is complete, 0–1.
    pub completion_threshold: Option<f64>,
    /// 2004 scaled score from which the item is passed, −1…1.
    pub scaled_passing_score: Option<f64>,
}

/// A commit whose every element is good.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Checked {
    /// What to store, without the read-only elements the player sent back.
    pub elements: BTreeMap<String, String>,
    /// How far the item is done, as far as this commit says.
    pub completion: Completion,
    /// Whether it is mastered, as far as this commit says.
    pub success: Success,
    /// −1…1.
    pub score_scaled: Option<f64>,
    /// As the content counts.
    pub score_raw: Option<f64>,
    /// 2004 progress measure, 0–1.
    pub progress: Option<f64>,
    /// This session, in centiseconds.
    pub session_time: Option<u64>,
    /// How the content wants to be left.
    pub exit: Exit,
    /// Elements longer than the standard says, though accepted.
    pub over_standard: Vec<String>,
}
