/**
 * Which names are data model elements. scorm-again resolves a name by walking its own object, so that
 * `SetValue("cmi", …)` or even `SetValue("currentState", …)` answers "true" and destroys the session
 * (spec/runtime.md, trap 1). Only names listed here ever reach it.
 */
import type { Standard } from "./wire";

type Scorm = Exclude<Standard, "web">;
export type NameKind = "leaf" | "keyword" | "container" | "unknown";

const LEAVES: Record<Scorm, string[]> = {
  scorm12: [
    "cmi.core.(student_id|student_name|lesson_location|credit|lesson_status|entry|total_time|lesson_mode|exit|session_time)",
    "cmi.core.score.(raw|min|max)",
    "cmi.(suspend_data|launch_data|comments|comments_from_lms)",
    "cmi.student_data.(mastery_score|max_time_allowed|time_limit_action)",
    "cmi.student_preference.(audio|language|speed|text)",
    "cmi.objectives.#.(id|status)",
    "cmi.objectives.#.score.(raw|min|max)",
    "cmi.interactions.#.(id|time|type|weighting|student_response|result|latency)",
    "cmi.interactions.#.objectives.#.id",
    "cmi.interactions.#.correct_responses.#.pattern",
  ],
  scorm2004: [
    "cmi.(completion_status|completion_threshold|credit|entry|exit|launch_data|learner_id|learner_name|location)",
    "cmi.(max_time_allowed|mode|progress_measure|scaled_passing_score|session_time|success_status|suspend_data)",
    "cmi.(time_limit_action|total_time)",
    "cmi.score.(scaled|raw|min|max)",
    "cmi.learner_preference.(audio_level|language|delivery_speed|audio_captioning)",
    "cmi.(comments_from_learner|comments_from_lms).#.(comment|location|timestamp)",
    "cmi.objectives.#.(id|success_status|completion_status|progress_measure|description)",
    "cmi.objectives.#.score.(scaled|raw|min|max)",
    "cmi.interactions.#.(id|type|timestamp|weighting|learner_response|result|latency|description)",
    "cmi.interactions.#.objectives.#.id",
    "cmi.interactions.#.correct_responses.#.pattern",
    "adl.nav.request",
    "adl.nav.request_valid.(continue|previous|exit|exitAll|abandon|abandonAll|suspendAll)",
    "adl.nav.request_valid.(choice|jump).{target=*}",
    "adl.data.#.(id|store)",
  ],
};

const leaves = { scorm12: compile(LEAVES.scorm12), scorm2004: compile(LEAVES.scorm2004) };
const containers = { scorm12: compile(parents(LEAVES.scorm12)), scorm2004: compile(parents(LEAVES.scorm2004)) };

/** What a name stands for; only a leaf may be set, only a leaf or a keyword may be read. */
export function kindOf(standard: Scorm, name: string): NameKind {
  if (leaves[standard].test(name)) return "leaf";
  if (containers[standard].test(name)) return "container";
  const keyword = /^(.+)\.(_children|_count|_version)$/.exec(name);
  if (keyword && containers[standard].test(keyword[1]!)) return "keyword";
  return "unknown";
}

/** The error a refused SetValue leaves behind, by the standard's own numbers. */
export function refusalOf(standard: Scorm, kind: NameKind): string {
  if (standard === "scorm12") return kind === "unknown" ? "401" : "402"; // not implemented | invalid set value
  if (kind === "keyword") return "404"; // read only
  return kind === "container" ? "351" : "401"; // general set failure | undefined element
}

function compile(patterns: string[]): RegExp {
  const parts = patterns.map((pattern) =>
    pattern.replaceAll(".", "\\.").replaceAll("#", "\\d{1,6}").replace("{target=*}", "\\{target=[^{}]+\\}"),
  );
  return new RegExp(`^(?:${parts.join("|")})$`);
}

/** Every proper prefix of a pattern is a container: "cmi.core.score.(raw|…)" gives cmi, cmi.core, cmi.core.score. */
function parents(patterns: string[]): string[] {
  const found = new Set<string>();
  for (const pattern of patterns) {
    const steps = pattern.split(".");
    for (let length = 1; length < steps.length; length += 1) found.add(steps.slice(0, length).join("."));
  }
  return [...found];
}
