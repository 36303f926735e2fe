/**
 * What the stage needs of a kind of course. There are three: plain web, SCORM 1.2 (a list with
 * prerequisites) and SCORM 2004 (a sequenced tree).
 */
import type { Session } from "./session";
import type { Item } from "./wire";

export type Request =
  | { to: "continue" | "previous" | "exit" | "leave" }
  | { to: "choice"; item: string };

/** What happens after a request. */
export type Step =
  | { open: Item }
  /** Nothing more to show; `leave`: the course itself asked to leave for the portal. */
  | { over: true; leave: boolean }
  /** Not allowed (yet); stay where we are and let the learner choose. */
  | { blocked: true };

/** What the stage is told while a course runs. */
export interface Stage {
  session(item: Item): Session;
  /** The course ended its session by itself, while it was still on show. */
  selfFinished(): void;
  /** Something changed that the table of contents or the buttons may show. */
  changed(): void;
}

export interface Course {
  first(): Step;
  /** Puts the run-time API (if any) where the item will look for it. */
  publish(item: Item): Session;
  /** Tells what will be asked as soon as the running session ends, so that both become one request. */
  prepare(request: Request): void;
  /** Ends a session the course has left open: what it stored counts, and it may be resumed. */
  finishOpenSession(): void;
  next(request: Request): Step;
  /** What the course itself asked for when it ended its session; null when it asked for nothing. */
  asked(): Step | null;
  may(request: Request): boolean;
  /** The opaque state to send with every commit. */
  sequencing(): unknown;
}

/** Items a learner can open and see in the table of contents, in order. */
export function stops(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [...(item.visible && item.href !== null ? [item] : []), ...stops(item.children)]);
}
