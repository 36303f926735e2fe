/** Items and launches for tests: say what matters, the rest is ordinary. */
import type { Item, Launch } from "../wire";

export function item(id: string, more: Partial<Item> = {}): Item {
  return {
    id, title: `Title of ${id}`, href: `${id}.html`, visible: true, scorm_type: "sco", children: [], launch_data: "",
    mastery_score: null, max_time_allowed: null, time_limit_action: null, prerequisites: null, completion_threshold: null,
    sequencing: null, completion: "unknown", success: "unknown", score: null, entry: "ab-initio", total_time: "", data: {}, ...more,
  };
}

export function launch(more: Partial<Launch> = {}): Launch {
  return {
    standard: "scorm12", title: "A course", learner: { id: "u1", name: "Doe, Jane" }, mode: "normal", credit: "credit",
    sequence: 0, items: [item("one")], current: null, sequencing: null, manifest_sequencing: null,
    return_url: "/", portal_origin: "http://localhost:3000", ...more,
  };
}

/** "In order only", as the golf sample does it: each item reads whether the one before is satisfied. */
export function inOrder(...ids: string[]): Item[] {
  return ids.map((id, at) => {
    const before = at > 0 ? ids[at - 1]! : null;
    const map = (target: string, write: boolean) => [
      { target: `global.${target}`, read_satisfied: true, read_measure: false, write_satisfied: write, write_measure: false },
    ];
    const base = { satisfied_by_measure: false, min_normalized_measure: null };
    return item(id, {
      sequencing: {
        delivery: { tracked: true, completion_set_by_content: true, objective_set_by_content: true },
        objectives: [
          { id: `${id}_satisfied`, primary: true, ...base, map_info: map(id, true) },
          ...(before ? [{ id: "before", primary: false, ...base, map_info: map(before, false) }] : []),
        ],
        sequencing_rules: before
          ? [{
              phase: "pre" as const, combination: "any" as const, action: "disabled",
              conditions: ["satisfied", "objectiveStatusKnown"].map((condition) => ({
                condition, operator: "not" as const, objective: "before", measure: null,
              })),
            }]
          : [],
      },
    });
  });
}

export const BOTH_WAYS = { root: { control_mode: { choice: true, choice_exit: true, flow: true, forward_only: false } } };
