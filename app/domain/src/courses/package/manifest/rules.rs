//! `imsss:sequencing`: an item's own rules, completed by the shared ones it names.

use std::collections::HashMap;

use roxmltree::Node;

use super::super::{
    Condition, ControlMode, Delivery, LimitConditions, Limits, MapInfo, Objective, PackageProblem, Randomization,
    Rollup, RollupCondition, RollupRule, Sequencing, SequencingRule, Warning, names,
};
use super::xml::{attribute, child, child_text, children, flag, number};

/// The shared rules of a manifest (`imsss:sequencingCollection`).
pub(super) struct Collections<'a, 'i> {
    by_id: HashMap<&'a str, Node<'a, 'i>>,
    /// Bytes of shared rules that may still be repeated: rules named by every item would multiply.
    left: usize,
    limit: u64,
}

impl<'a, 'i> Collections<'a, 'i> {
    pub fn read(root: Node<'a, 'i>, limits: &Limits) -> Self {
        let shared = children(root, "sequencingCollection").flat_map(|list| children(list, "sequencing"));
        let by_id = shared.filter_map(|node| Some((attribute(node, "ID")?, node))).collect();
        let left = usize::try_from(limits.manifest_bytes)
            .unwrap_or(usize::MAX)
            .saturating_mul(2);
        Self {
            by_id,
            left,
            limit: limits.manifest_bytes,
        }
    }

    /// Reads a sequencing element. A child element of its own replaces the shared one of that name (CAM 5.1.1).
    ///
    /// # Errors
    /// `ManifestTooLarge` when the shared rules are repeated beyond twice the size of a manifest.
    pub fn sequencing(
        &mut self,
        own: Node<'a, 'i>,
        title: &str,
        warnings: &mut Vec<Warning>,
    ) -> Result<Sequencing, PackageProblem> {
        let shared = attribute(own, "IDRef").and_then(|reference| {
            let found = self.by_id.get(reference).copied();
            if found.is_none() {
                let reference = names::shown(reference);
                warnings.push(Warning::SequencingMissing {
                    item: title.to_owned(),
                    reference,
                });
            }
            found
        });
        if let Some(shared) = shared {
            let left = self.left.checked_sub(shared.range().len());
            self.left = left.ok_or(PackageProblem::ManifestTooLarge { limit: self.limit })?;
        }
        let part = |name: &'static str| child(own, name).or_else(|| child(shared?, name));
        Ok(Sequencing {
            control_mode: part("controlMode").map(control_mode).unwrap_or_default(),
            sequencing_rules: part("sequencingRules").map(sequencing_rules).unwrap_or_default(),
            limit_conditions: part("limitConditions").map(limit_conditions).unwrap_or_default(),
            rollup_rules: part("rollupRules").map(rollup_rules).unwrap_or_default(),
            rollup: part("rollupRules").map(rollup).unwrap_or_default(),
            objectives: part("objectives").map(objectives).unwrap_or_default(),
            randomization: part("randomizationControls").map(randomization),
            delivery: part("deliveryControls").map(delivery).unwrap_or_default(),
        })
    }
}

fn word(node: Node<'_, '_>, name: &str, default: &str) -> String {
    attribute(node, name).unwrap_or(default).to_owned()
}

fn whole(node: Node<'_, '_>, name: &str) -> Option<u32> {
    attribute(node, name)?.parse().ok()
}

fn measure(node: Node<'_, '_>, name: &str, least: f64) -> Option<f64> {
    number(attribute(node, name)?, least, 1.0)
}

fn control_mode(node: Node<'_, '_>) -> ControlMode {
    ControlMode {
        choice: flag(node, "choice", true),
        choice_exit: flag(node, "choiceExit", true),
        flow: flag(node, "flow", false),
        forward_only: flag(node, "forwardOnly", false),
    }
}

fn limit_conditions(node: Node<'_, '_>) -> LimitConditions {
    LimitConditions {
        attempt_limit: whole(node, "attemptLimit"),
    }
}

fn sequencing_rules(node: Node<'_, '_>) -> Vec<SequencingRule> {
    let phases = [
        ("pre", "preConditionRule"),
        ("exit", "exitConditionRule"),
        ("post", "postConditionRule"),
    ];
    phases
        .iter()
        .flat_map(|(phase, name)| children(node, name).filter_map(|rule| sequencing_rule(rule, phase)))
        .collect()
}

fn sequencing_rule(node: Node<'_, '_>, phase: &str) -> Option<SequencingRule> {
    let conditions = child(node, "ruleConditions")?;
    let condition = |node| {
        Some(Condition {
            condition: attribute(node, "condition")?.to_owned(),
            operator: word(node, "operator", "noOp"),
            objective: attribute(node, "referencedObjective").map(str::to_owned),
            measure: measure(node, "measureThreshold", -1.0),
        })
    };
    Some(SequencingRule {
        phase: phase.to_owned(),
        combination: word(conditions, "conditionCombination", "all"),
        conditions: children(conditions, "ruleCondition").filter_map(condition).collect(),
        action: attribute(child(node, "ruleAction")?, "action")?.to_owned(),
    })
}

fn rollup(node: Node<'_, '_>) -> Rollup {
    Rollup {
        objective_satisfied: flag(node, "rollupObjectiveSatisfied", true),
        progress_completion: flag(node, "rollupProgressCompletion", true),
        objective_measure_weight: measure(node, "objectiveMeasureWeight", 0.0).unwrap_or(1.0),
    }
}

fn rollup_rules(node: Node<'_, '_>) -> Vec<RollupRule> {
    children(node, "rollupRule").filter_map(rollup_rule).collect()
}

fn rollup_rule(node: Node<'_, '_>) -> Option<RollupRule> {
    let conditions = child(node, "rollupConditions")?;
    let condition = |node| {
        let condition = attribute(node, "condition")?.to_owned();
        Some(RollupCondition {
            condition,
            operator: word(node, "operator", "noOp"),
        })
    };
    Some(RollupRule {
        child_activity_set: word(node, "childActivitySet", "all"),
        minimum_count: whole(node, "minimumCount"),
        minimum_percent: measure(node, "minimumPercent", 0.0),
        combination: word(conditions, "conditionCombination", "any"),
        conditions: children(conditions, "rollupCondition").filter_map(condition).collect(),
        action: attribute(child(node, "rollupAction")?, "action")?.to_owned(),
    })
}

fn objectives(node: Node<'_, '_>) -> Vec<Objective> {
    let primary = children(node, "primaryObjective")
        .take(1)
        .map(|node| objective(node, true));
    primary
        .chain(children(node, "objective").map(|node| objective(node, false)))
        .collect()
}

fn objective(node: Node<'_, '_>, primary: bool) -> Objective {
    let map = |node| {
        Some(MapInfo {
            target: attribute(node, "targetObjectiveID")?.to_owned(),
            read_satisfied: flag(node, "readSatisfiedStatus", true),
            read_measure: flag(node, "readNormalizedMeasure", true),
            write_satisfied: flag(node, "writeSatisfiedStatus", false),
            write_measure: flag(node, "writeNormalizedMeasure", false),
        })
    };
    Objective {
        id: attribute(node, "objectiveID").map(str::to_owned),
        primary,
        satisfied_by_measure: flag(node, "satisfiedByMeasure", false),
        min_normalized_measure: child_text(node, "minNormalizedMeasure").and_then(|text| number(&text, -1.0, 1.0)),
        map_info: children(node, "mapInfo").filter_map(map).collect(),
    }
}

fn randomization(node: Node<'_, '_>) -> Randomization {
    Randomization {
        randomization_timing: word(node, "randomizationTiming", "never"),
        selection_timing: word(node, "selectionTiming", "never"),
        select_count: whole(node, "selectCount"),
        reorder_children: flag(node, "reorderChildren", false),
    }
}

fn delivery(node: Node<'_, '_>) -> Delivery {
    Delivery {
        tracked: flag(node, "tracked", true),
        completion_set_by_content: flag(node, "completionSetByContent", false),
        objective_set_by_content: flag(node, "objectiveSetByContent", false),
    }
}
