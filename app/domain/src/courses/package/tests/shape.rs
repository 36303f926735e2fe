//! The stored JSON and the sentences.

use serde_json::json;

use super::super::{Package, PackageProblem, Warning};
use super::{ITEM, manifest, read_manifest};

#[test]
fn an_item_is_stored_in_the_agreed_shape() {
    let package = read_manifest(manifest(ITEM)).expect("a package");
    let item = serde_json::to_value(&package.items[0]).expect("JSON");
    assert_eq!(
        item,
        json!({"id": "I", "title": "One", "href": "index.html", "visible": true, "scorm_type": "sco", "children": [],
            "launch_data": "", "mastery_score": null, "max_time_allowed": null, "time_limit_action": null,
            "prerequisites": null, "completion_threshold": null, "sequencing": null})
    );
    let text = serde_json::to_string(&package).expect("JSON");
    assert_eq!(serde_json::from_str::<Package>(&text).expect("the same"), package);
}

#[test]
fn sequencing_is_stored_in_the_agreed_shape() {
    let sequencing = r#"<sequencing IDRef="common"><controlMode flow="true"/><sequencingRules><preConditionRule>
        <ruleConditions conditionCombination="any"><ruleCondition condition="satisfied" operator="not" referencedObjective="P" measureThreshold="0.5"/></ruleConditions>
        <ruleAction action="disabled"/></preConditionRule></sequencingRules>
        <objectives><primaryObjective objectiveID="P" satisfiedByMeasure="true"><minNormalizedMeasure>0.8</minNormalizedMeasure>
        <mapInfo targetObjectiveID="global" writeSatisfiedStatus="true"/></primaryObjective></objectives></sequencing>"#;
    let item = format!(r#"<item identifier="I" identifierref="R"><title>One</title>{sequencing}</item>"#);
    let collection = r#"<sequencingCollection><sequencing ID="common"><controlMode choice="false"/><limitConditions attemptLimit="2"/>
        <rollupRules rollupObjectiveSatisfied="false" objectiveMeasureWeight="0"><rollupRule childActivitySet="atLeastCount" minimumCount="1">
        <rollupConditions><rollupCondition condition="completed"/></rollupConditions><rollupAction action="completed"/></rollupRule></rollupRules>
        <deliveryControls tracked="false"/></sequencing></sequencingCollection></manifest>"#;
    let text = manifest(&item)
        .replace("1.2</schemaversion>", "2004 3rd Edition</schemaversion>")
        .replace("</manifest>", collection);
    let package = read_manifest(text).expect("a package");
    assert_eq!(package.edition.as_deref(), Some("2004 3rd Edition"));
    assert_eq!(
        serde_json::to_value(&package.items[0].sequencing).expect("JSON"),
        json!({
            "control_mode": {"choice": true, "choice_exit": true, "flow": true, "forward_only": false},
            "sequencing_rules": [{"phase": "pre", "combination": "any", "action": "disabled",
                "conditions": [{"condition": "satisfied", "operator": "not", "objective": "P", "measure": 0.5}]}],
            "limit_conditions": {"attempt_limit": 2},
            "rollup_rules": [{"child_activity_set": "atLeastCount", "minimum_count": 1, "minimum_percent": null, "combination": "any",
                "conditions": [{"condition": "completed", "operator": "noOp"}], "action": "completed"}],
            "rollup": {"objective_satisfied": false, "progress_completion": true, "objective_measure_weight": 0.0},
            "objectives": [{"id": "P", "primary": true, "satisfied_by_measure": true, "min_normalized_measure": 0.8,
                "map_info": [{"target": "global", "read_satisfied": true, "read_measure": true, "write_satisfied": true, "write_measure": false}]}],
            "randomization": null,
            "delivery": {"tracked": false, "completion_set_by_content": false, "objective_set_by_content": false}
        })
    );
}

#[test]
fn problems_and_warnings_are_stored_and_said() {
    let problem = PackageProblem::ManifestMalformed { line: 3, column: 7 };
    let json = json!({"problem": "manifest_malformed", "line": 3, "column": 7});
    assert_eq!(serde_json::to_value(&problem).expect("JSON"), json);
    assert_eq!(
        serde_json::from_value::<PackageProblem>(json).expect("the same"),
        problem
    );
    assert_eq!(problem.sentence(), problem.to_string());
    let warning = Warning::FileMissing { path: "a.js".into() };
    assert_eq!(
        serde_json::to_value(&warning).expect("JSON"),
        json!({"warning": "file_missing", "path": "a.js"})
    );
    assert!(warning.sentence().contains("“a.js”"));
}
