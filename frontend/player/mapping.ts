/** Small pure rules: statuses, times, and which stored values are handed back to a course. */
import type { Completion, Elements, ItemState, Success } from "./wire";

/**
 * SCORM 1.2 `lesson_status` at LMSFinish. Never set: "incomplete" ("browsed" in browse mode); the library
 * means to do this and does not, because its own default counts as set (spec/runtime.md, trap 5).
 * With a mastery score and a raw score, for credit, the mastery score decides (SCORM 1.2 RTE 3.4.4), once the course is
 * done: many set a score of 0 at their first page, and who closes the window there, or suspends, has failed nothing.
 */
export function statusAtFinish(given: {
  status: string;
  raw: string;
  mastery: number | null;
  credit: string;
  mode: string;
  /** `cmi.core.exit`, where the course has set it. */
  exit: string | undefined;
  /** Whether the course ended its session, and not the player in its place. */
  byCourse: boolean;
}): string {
  const { raw, mastery } = given;
  const done = given.byCourse && (given.exit !== "suspend" || DONE.has(given.status));
  if (done && given.mode === "normal" && given.credit === "credit" && mastery !== null && raw.trim() !== "") {
    const score = Number(raw);
    if (Number.isFinite(score)) return score >= mastery ? "passed" : "failed";
  }
  if (given.status !== "" && given.status !== "not attempted") return given.status;
  return given.mode === "browse" ? "browsed" : "incomplete";
}

/** The words of a course that is through, even where it may be looked at again. */
const DONE: ReadonlySet<string> = new Set(["passed", "completed", "failed"]);

/** What the table of contents says until the server has answered; the server's word replaces it. */
export function stateFrom(id: string, elements: Elements): ItemState {
  if (elements["lectern.opened"] === "true" || elements["lectern.finished"] === "true") {
    return { id, completion: "completed", success: "unknown", score: null };
  }
  const lesson = elements["cmi.core.lesson_status"];
  const score = Number.parseFloat(elements["cmi.core.score.raw"] ?? elements["cmi.score.raw"] ?? "");
  return {
    id,
    completion: lesson === undefined ? known(elements["cmi.completion_status"]) : completion12(lesson),
    success: lesson === undefined ? judged(elements["cmi.success_status"]) : judged(lesson),
    score: Number.isNaN(score) ? null : score,
  };
}

/** Completed and passed never fall; anything else is replaced. */
export function raise(held: ItemState, told: ItemState): ItemState {
  return {
    id: held.id,
    completion: held.completion === "completed" || told.completion === "unknown" ? held.completion : told.completion,
    success: held.success === "passed" || told.success === "unknown" ? held.success : told.success,
    score: told.score ?? held.score,
  };
}

function completion12(status: string): Completion {
  return status === "passed" || status === "completed" || status === "failed" ? "completed" : "incomplete";
}

function known(status: string | undefined): Completion {
  return status === "completed" || status === "incomplete" ? status : "unknown";
}

function judged(status: string | undefined): Success {
  return status === "passed" || status === "failed" ? status : "unknown";
}

/** The words behind the mark in the table of contents. */
export function wordsFor(state: Pick<ItemState, "completion" | "success">): string {
  if (state.success === "failed") return "Not passed";
  if (state.success === "passed") return "Passed";
  if (state.completion === "completed") return "Completed";
  return state.completion === "incomplete" ? "In progress" : "Not started";
}

/** What belongs to one session only or to the launch, and is never carried into the next session. */
const NOT_CARRIED =
  /^(lectern\.|adl\.nav\.|cmi\.(core\.)?(exit|session_time|total_time|entry|credit)$|cmi\.(mode|launch_data|learner_id|learner_name|completion_threshold|scaled_passing_score|max_time_allowed|time_limit_action|comments_from_lms.*)$|cmi\.core\.(lesson_mode|student_id|student_name)$|cmi\.student_data\.)/;

/**
 * Stored values in an order the library accepts: list entries one after the other (it refuses gaps), and of
 * one entry the id and the type first, since other values are checked against them.
 */
export function carried(data: Elements): [string, string][] {
  return Object.entries(data)
    .filter(([name]) => !NOT_CARRIED.test(name) && !/\.(_count|_children|_version)$/.test(name))
    .sort(([left], [right]) => compareNames(left, right));
}

function compareNames(left: string, right: string): number {
  const a = left.split(".");
  const b = right.split(".");
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const [x, y] = [a[at]!, b[at]!];
    if (x === y) continue;
    if (/^\d+$/.test(x) && /^\d+$/.test(y)) return Number(x) - Number(y);
    return rank(x) - rank(y) || (x < y ? -1 : 1);
  }
  return a.length - b.length;
}

function rank(step: string): number {
  return step === "id" ? 0 : step === "type" ? 1 : 2;
}

/** Milliseconds as SCORM 1.2 CMITimespan: HHHH:MM:SS.SS. */
export function timespan12(milliseconds: number): string {
  const hundredths = Math.max(0, Math.floor(milliseconds / 10));
  const pad = (value: number, length = 2) => String(value).padStart(length, "0");
  const hours = Math.min(9999, Math.floor(hundredths / 360_000));
  const minutes = Math.floor(hundredths / 6_000) % 60;
  const seconds = Math.floor(hundredths / 100) % 60;
  return `${pad(hours, 4)}:${pad(minutes)}:${pad(seconds)}.${pad(hundredths % 100)}`;
}

/** Milliseconds as an ISO 8601 duration for SCORM 2004. */
export function timespan2004(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  return `PT${seconds.toFixed(2).replace(/\.?0+$/, "")}S`;
}
