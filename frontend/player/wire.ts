/**
 * The contract between the server and the player: what the page is given (`#launch`), what a commit says,
 * and what comes back. The server's side of it is `app/domain/src/runtime`; change both together.
 */

export type Standard = "scorm12" | "scorm2004" | "web";
export type Completion = "completed" | "incomplete" | "unknown";
export type Success = "passed" | "failed" | "unknown";
export type Mode = "normal" | "browse" | "review";

/** Data model values by dotted name, as the course wrote them: `{"cmi.suspend_data": "…"}`. */
export type Elements = Record<string, string>;

/** The JSON in `<script id="launch">`. */
export interface Launch {
  standard: Standard;
  /** The course's title: text, never markup. */
  title: string;
  /** `name` is "Last, First". */
  learner: { id: string; name: string };
  mode: Mode;
  credit: "credit" | "no-credit";
  /** The last sequence number the server accepted (0: none); ours go on from the next one. */
  sequence: number;
  items: Item[];
  /** The item to open first. */
  current: string | null;
  /** The 2004 activity tree as this player last sent it; nobody else reads it. */
  sequencing: unknown;
  manifest_sequencing: ManifestSequencing | null;
  /** Where "Exit" leads when nobody answers the message to the portal. */
  return_url: string;
  portal_origin: string;
}

/** One node of the table of contents. */
export interface Item {
  id: string;
  title: string;
  /** Relative to `c/`, with `xml:base` and parameters applied; null for a folder. */
  href: string | null;
  visible: boolean;
  scorm_type: "sco" | "asset";
  children: Item[];
  launch_data: string;
  mastery_score: number | null;
  max_time_allowed: string | null;
  time_limit_action: string | null;
  /** SCORM 1.2 `adlcp:prerequisites`, an AICC script. */
  prerequisites: string | null;
  /** 2004: the least progress measure (0 to 1) that counts as completed. */
  completion_threshold: number | null;
  sequencing: ItemSequencing | null;
  completion: Completion;
  success: Success;
  score: number | null;
  entry: "ab-initio" | "resume" | "";
  /** In the standard's own format. */
  total_time: string;
  /** What earlier sessions stored. */
  data: Elements;
}

/** The organization's own `imsss:sequencing`, which has no item to stand on. */
export interface ManifestSequencing {
  objectives_global_to_system?: boolean;
  /** Sequencing of the organization (the root of the tree): control mode, rollup, rules. */
  root?: ItemSequencing | null;
  /** Also read when the organization's sequencing is given flat, without `root`. */
  control_mode?: ControlMode;
  [other: string]: unknown;
}

export interface ControlMode {
  choice: boolean;
  choice_exit: boolean;
  flow: boolean;
  forward_only: boolean;
}

/** One item's `imsss:sequencing` as JSON. */
export interface ItemSequencing {
  control_mode?: ControlMode;
  sequencing_rules?: SequencingRule[];
  limit_conditions?: { attempt_limit: number | null } | null;
  rollup_rules?: RollupRule[];
  rollup?: { objective_satisfied: boolean; progress_completion: boolean; objective_measure_weight: number };
  objectives?: SequencingObjective[];
  randomization?: unknown;
  delivery?: { tracked: boolean; completion_set_by_content: boolean; objective_set_by_content: boolean };
}

export interface SequencingRule {
  phase: "pre" | "post" | "exit";
  combination: "all" | "any";
  conditions: { condition: string; operator: "noOp" | "not"; objective: string | null; measure: number | null }[];
  action: string;
}

export interface RollupRule {
  child_activity_set: string;
  minimum_count: number | null;
  minimum_percent: number | null;
  combination: "all" | "any";
  conditions: { condition: string; operator: string }[];
  action: string;
}

export interface SequencingObjective {
  id: string | null;
  primary: boolean;
  satisfied_by_measure: boolean;
  min_normalized_measure: number | null;
  map_info: {
    target: string;
    read_satisfied: boolean;
    read_measure: boolean;
    write_satisfied: boolean;
    write_measure: boolean;
  }[];
}

/** `POST ~lectern/commit`: JSON by fetch, the same JSON as text/plain by beacon. */
export interface Commit {
  sequence: number;
  item: string;
  /** Each Initialize in this page load gets the next integer, from 1. */
  session: number;
  /** Everything this session knows of the item, not only what is new. */
  elements: Elements;
  /**
   * Only where something was left out, because the server had refused it or because a closing page cannot send as
   * much: the values named are to be laid over what the server holds, the others stand.
   */
  partial?: true;
  terminated: boolean;
  sequencing: unknown;
  current: string | null;
}

/** 200: what the server now holds. */
export interface Accepted {
  accepted: number;
  items?: ItemState[];
}

export interface ItemState {
  id: string;
  completion: Completion;
  success: Success;
  score: number | null;
}

/** 422: the named values are never going to be accepted; without a name, or with an empty one, the whole commit. */
export interface Invalid {
  reason: "invalid";
  elements?: { name: string; problem: string }[];
}

/** Reads the configuration the server rendered; throws when it is not there. */
export function readLaunch(document: Document): Launch {
  const text = document.getElementById("launch")?.textContent;
  if (!text) throw new Error("no launch configuration in the page");
  return JSON.parse(text) as Launch;
}

/** The tree as one list, parents before children: the order of the table of contents. */
export function flatten(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...flatten(item.children)]);
}
