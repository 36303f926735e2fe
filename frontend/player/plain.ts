/** Courses without a sequencing tree: plain web content and SCORM 1.2, a list one may walk in any order. */
import { stops, type Course, type Request, type Stage, type Step } from "./course";
import { api12, Guard, type Library } from "./guard";
import { QUIET, Scorm12API } from "./library";
import { carried, statusAtFinish } from "./mapping";
import { prerequisitesMet } from "./prerequisites";
import type { Session } from "./session";
import { flatten, type Item, type Launch } from "./wire";

type Holder = { API?: unknown };

export class PlainCourse implements Course {
  private current: Item | null = null;
  private session: Session | null = null;
  private library: Scorm12API | null = null;
  private guard: Guard | null = null;
  /** The player ends a session in the course's place. */
  private closing = false;
  private readonly stops: Item[];
  private readonly byId: Map<string, Item>;

  constructor(
    private readonly launch: Launch,
    private readonly stage: Stage,
    private readonly holder: Holder,
  ) {
    this.stops = stops(launch.items);
    this.byId = new Map(flatten(launch.items).map((item) => [item.id, item]));
  }

  first(): Step {
    const wanted = this.launch.current === null ? undefined : this.byId.get(this.launch.current);
    if (wanted?.href && this.open(wanted)) return { open: wanted };
    const open = this.stops.filter((item) => this.open(item));
    const item = open.find(({ completion }) => completion !== "completed") ?? open[0];
    return item ? { open: item } : { blocked: true };
  }

  publish(item: Item): Session {
    this.current = item;
    this.session = this.stage.session(item);
    delete this.holder.API;
    this.library = null;
    this.guard = null;
    if (this.launch.standard === "scorm12" && item.scorm_type === "sco") this.offer(item, this.session);
    return this.session;
  }

  prepare(): void {}

  finishOpenSession(): void {
    if (!this.library?.isInitialized() || !this.guard || !this.session) return;
    // The course never said goodbye; what it stored is a bookmark (the learner may come back to it).
    if (this.session.value("cmi.core.exit") === undefined) this.guard.setValue("cmi.core.exit", "suspend");
    this.closing = true;
    this.guard.finish("");
    this.closing = false;
  }

  next(request: Request): Step {
    if (request.to === "choice") {
      const item = this.byId.get(request.item);
      return item?.href && this.open(item) ? { open: item } : { blocked: true };
    }
    if (request.to === "leave" || request.to === "exit") return { over: true, leave: request.to === "leave" };
    const item = this.neighbor(request.to);
    return item ? { open: item } : { over: true, leave: false };
  }

  /** SCORM 1.2 has no navigation requests: after a course ends itself, the next item follows. */
  asked(): Step | null {
    return null;
  }

  may(request: Request): boolean {
    if (request.to === "continue" || request.to === "previous") return this.neighbor(request.to) !== undefined;
    if (request.to !== "choice") return true;
    const item = this.byId.get(request.item);
    return item !== undefined && item.href !== null && this.open(item);
  }

  sequencing(): unknown {
    return null;
  }

  private open(item: Item): boolean {
    return prerequisitesMet(item.prerequisites, (id) => {
      const other = this.byId.get(id);
      return other && statusWord(other);
    });
  }

  private neighbor(way: "continue" | "previous"): Item | undefined {
    const at = this.current ? this.stops.indexOf(this.current) : -1;
    if (way === "continue") return this.stops.slice(at + 1).find((item) => this.open(item));
    return at > 0 ? this.stops.slice(0, at).findLast((item) => this.open(item)) : undefined;
  }

  /** A fresh library for every session: scorm-again's reset of 1.2 keeps suspend data and status. */
  private offer(item: Item, session: Session): void {
    // By itself it would hold every score against the mastery score, also that of a session that was only closed.
    const library = new Scorm12API({ ...QUIET, mastery_override: false });
    const set = (name: string, value: string) => {
      try {
        library.setCMIValue(name, value);
      } catch (fault) {
        console.warn(`${name} could not be handed to the course`, fault);
      }
    };
    for (const [name, value] of carried(item.data)) set(name, value);
    set("cmi.core.student_id", this.launch.learner.id);
    set("cmi.core.student_name", this.launch.learner.name);
    set("cmi.core.credit", this.launch.credit);
    set("cmi.core.lesson_mode", this.launch.mode);
    set("cmi.core.entry", item.entry);
    set("cmi.core.total_time", item.total_time || "0000:00:00.00");
    set("cmi.launch_data", item.launch_data);
    if (item.mastery_score !== null) set("cmi.student_data.mastery_score", String(item.mastery_score));
    if (item.max_time_allowed) set("cmi.student_data.max_time_allowed", item.max_time_allowed);
    if (item.time_limit_action) set("cmi.student_data.time_limit_action", item.time_limit_action);

    const guard = new Guard("scorm12", library as unknown as Library, {
      initialized: () => {
        session.begin();
        this.stage.changed();
      },
      stored: (name, value) => {
        session.stored(name, value);
        this.stage.changed();
      },
      committed: () => session.commit(),
      finishing: () => undefined,
      finished: () => {
        session.add("cmi.core.lesson_status", this.finalStatus(library, item, session));
        item.entry = session.value("cmi.core.exit") === "suspend" ? "resume" : "";
        session.finish();
        this.stage.selfFinished();
      },
    });
    this.library = library;
    this.guard = guard;
    this.holder.API = api12(guard);
  }

  private finalStatus(library: Scorm12API, item: Item, session: Session): string {
    return statusAtFinish({
      status: library.cmi.core.lesson_status,
      raw: library.cmi.core.score.raw,
      mastery: item.mastery_score,
      credit: this.launch.credit,
      mode: this.launch.mode,
      exit: session.value("cmi.core.exit"),
      byCourse: !this.closing,
    });
  }
}

/** Our two fields back in the words prerequisites are written in. */
function statusWord(item: Item): string {
  // Nobody opens a folder, nor an item that is not shown.
  if (item.href === null || !item.visible) return folderWord(stops(item.children).map(statusWord));
  if (item.success === "passed" || item.success === "failed") return item.success;
  if (item.completion === "completed" || item.completion === "incomplete") return item.completion;
  return "not attempted";
}

/**
 * SCORM 1.2 leaves to the portal what a folder's status is: what those of its items are together that can be opened.
 * Where there is none of them there is nothing to wait for.
 */
function folderWord(words: string[]): string {
  const done = words.every((word) => word === "passed" || word === "completed");
  if (done) return words.length > 0 && words.every((word) => word === "passed") ? "passed" : "completed";
  if (words.includes("failed")) return "failed";
  return words.every((word) => word === "not attempted") ? "not attempted" : "incomplete";
}
