//! The sequencing of an item (IMS Simple Sequencing as used by SCORM 2004), in the words of the standard.

use serde::{Deserialize, Serialize};

/// Everything an `imsss:sequencing` element can say that the player uses.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sequencing {
    /// How learners may move among the children.
    pub control_mode: ControlMode,
    /// Pre-, post- and exit-condition rules, in the order of the manifest.
    pub sequencing_rules: Vec<SequencingRule>,
    /// Bounds on attempts.
    pub limit_conditions: LimitConditions,
    /// How the children's results become the parent's.
    pub rollup_rules: Vec<RollupRule>,
    /// What the item itself gives to its parent.
    pub rollup: Rollup,
    /// The primary objective first.
    pub objectives: Vec<Objective>,
    /// Random choice and order of the children.
    pub randomization: Option<Randomization>,
    /// What the content sets by itself.
    pub delivery: Delivery,
}

/// `imsss:controlMode`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the standard's own four switches")]
pub struct ControlMode {
    pub choice: bool,
    pub choice_exit: bool,
    pub flow: bool,
    pub forward_only: bool,
}

impl Default for ControlMode {
    fn default() -> Self {
        Self {
            choice: true,
            choice_exit: true,
            flow: false,
            forward_only: false,
        }
    }
}

/// A rule of `imsss:sequencingRules`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SequencingRule {
    /// `pre`, `post` or `exit`.
    pub phase: String,
    /// `all` or `any`.
    pub combination: String,
    pub conditions: Vec<Condition>,
    /// Such as `skip`, `disabled`, `exitParent`.
    pub action: String,
}

/// A condition of a sequencing rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    pub condition: String,
    /// `noOp` or `not`.
    pub operator: String,
    /// The local objective it looks at; the primary one where `None`.
    pub objective: Option<String>,
    /// −1…1, for conditions about measures.
    pub measure: Option<f64>,
}

/// `imsss:limitConditions`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LimitConditions {
    pub attempt_limit: Option<u32>,
}

/// A rule of `imsss:rollupRules`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RollupRule {
    /// `all`, `any`, `none`, `atLeastCount` or `atLeastPercent`.
    pub child_activity_set: String,
    pub minimum_count: Option<u32>,
    /// 0–1.
    pub minimum_percent: Option<f64>,
    pub combination: String,
    pub conditions: Vec<RollupCondition>,
    pub action: String,
}

/// A condition of a roll-up rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollupCondition {
    pub condition: String,
    pub operator: String,
}

/// The attributes of `imsss:rollupRules`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rollup {
    pub objective_satisfied: bool,
    pub progress_completion: bool,
    /// 0–1.
    pub objective_measure_weight: f64,
}

impl Default for Rollup {
    fn default() -> Self {
        Self {
            objective_satisfied: true,
            progress_completion: true,
            objective_measure_weight: 1.0,
        }
    }
}

/// An objective of `imsss:objectives`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Objective {
    pub id: Option<String>,
    pub primary: bool,
    pub satisfied_by_measure: bool,
    /// −1…1.
    pub min_normalized_measure: Option<f64>,
    pub map_info: Vec<MapInfo>,
}

/// How a local objective and a shared one read and write each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the standard's own four switches")]
pub struct MapInfo {
    pub target: String,
    pub read_satisfied: bool,
    pub read_measure: bool,
    pub write_satisfied: bool,
    pub write_measure: bool,
}

/// `imsss:randomizationControls`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Randomization {
    /// `never`, `once` or `onEachNewAttempt`.
    pub randomization_timing: String,
    /// `never`, `once` or `onEachNewAttempt`.
    pub selection_timing: String,
    pub select_count: Option<u32>,
    pub reorder_children: bool,
}

/// `imsss:deliveryControls`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub tracked: bool,
    pub completion_set_by_content: bool,
    pub objective_set_by_content: bool,
}

impl Default for Delivery {
    fn default() -> Self {
        Self {
            tracked: true,
            completion_set_by_content: false,
            objective_set_by_content: false,
        }
    }
}
