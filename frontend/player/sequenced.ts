/** SCORM 2004: the run-time model of each item around the sequencer's one API object. */
import type { Course, Request, Stage, Step } from "./course";
import { api2004, Guard, type Library } from "./guard";
import { carried } from "./mapping";
import { Sequencer } from "./sequencing";
import type { Session } from "./session";
import type { Item, Launch } from "./wire";

type Holder = { API_1484_11?: unknown };

export class SequencedCourse implements Course {
  private readonly sequencer: Sequencer;
  private session: Session | null = null;
  private guard: Guard | null = null;
  private prepared: Request | null = null;
  /** What Terminate led to; taken once. */
  private result: Step | null = null;

  constructor(
    private readonly launch: Launch,
    private readonly stage: Stage,
    private readonly holder: Holder,
  ) {
    this.sequencer = new Sequencer(launch);
  }

  first(): Step {
    return this.sequencer.first();
  }

  publish(item: Item): Session {
    // A new attempt of an item begins with nothing; only a suspended one is continued (SCORM 2004 RTE 2.1.1).
    if (item.entry === "ab-initio") item.data = {};
    const session = this.stage.session(item);
    this.session = session;
    this.prepared = this.result = null;
    delete this.holder.API_1484_11;
    this.reset();
    this.guard = null;
    if (item.scorm_type === "sco") this.offer(item, session);
    return session;
  }

  prepare(request: Request): void {
    this.prepared = request;
  }

  finishOpenSession(): void {
    if (!this.sequencer.api.isInitialized() || !this.guard) return;
    if (this.session?.value("cmi.exit") === undefined) this.guard.setValue("cmi.exit", "suspend");
    this.guard.finish("");
  }

  next(request: Request): Step {
    const result = this.asked();
    this.prepared = null;
    // The request went with Terminate, so what came of it is the answer; a session that had ended before asks now.
    return result ?? this.sequencer.next(request);
  }

  asked(): Step | null {
    const result = this.result;
    this.result = null;
    return result;
  }

  may(request: Request): boolean {
    return this.sequencer.may(request, this.sequencer.api.isInitialized());
  }

  sequencing(): unknown {
    return this.sequencer.state();
  }

  /** The library's reset leaves the learner's comments of the item before; they are nobody else's business. */
  private reset(): void {
    const api = this.sequencer.api;
    api.reset({}, { preserveListeners: true, resetTotalTime: true });
    api.cmi.comments_from_learner.reset(true);
    api.cmi.comments_from_lms.reset(true);
  }

  private offer(item: Item, session: Session): void {
    const api = this.sequencer.api;
    const set = (name: string, value: string) => {
      try {
        api.setCMIValue(name, value);
      } catch (fault) {
        console.warn(`${name} could not be handed to the course`, fault);
      }
    };
    for (const [name, value] of carried(item.data)) set(name, value);
    set("cmi.learner_id", this.launch.learner.id);
    set("cmi.learner_name", this.launch.learner.name);
    set("cmi.credit", this.launch.credit);
    set("cmi.mode", this.launch.mode);
    set("cmi.entry", item.entry);
    if (item.total_time) set("cmi.total_time", item.total_time);
    set("cmi.launch_data", item.launch_data);
    if (item.completion_threshold !== null) set("cmi.completion_threshold", String(item.completion_threshold));
    if (item.max_time_allowed) set("cmi.max_time_allowed", item.max_time_allowed);
    if (item.time_limit_action) set("cmi.time_limit_action", item.time_limit_action);
    const primary = item.sequencing?.objectives?.find((objective) => objective.primary);
    // RTE 4.2.21: only an objective satisfied by measure has a passing score; without a number it is 1.
    if (primary?.satisfied_by_measure) set("cmi.scaled_passing_score", String(primary.min_normalized_measure ?? 1));
    this.guard = this.watch(item, session);
    this.holder.API_1484_11 = api2004(this.guard);
  }

  private watch(item: Item, session: Session): Guard {
    let asked = "exit";
    return new Guard("scorm2004", this.sequencer.api as unknown as Library, {
      initialized: () => {
        session.begin();
        this.sequencer.outcome("start"); // what Initialize itself reports is no answer to anybody's request
        this.stage.changed();
      },
      stored: (name, value) => {
        session.stored(name, value);
        this.sequencer.forget();
        this.stage.changed();
      },
      committed: () => session.commit(),
      finishing: () => {
        // What the learner pressed goes before what the course wished for.
        if (this.prepared) this.sequencer.api.lmsSetValue("adl.nav.request", this.sequencer.navigation(this.prepared));
        asked = String(this.sequencer.api.adl.nav.request || "_none_");
      },
      finished: () => {
        this.result = this.sequencer.outcome(asked);
        if (this.result === null && asked !== "_none_" && asked !== "exit") this.result = { blocked: true };
        this.conclude(item, session, asked);
        session.finish();
        this.stage.selfFinished();
      },
    });
  }

  /** What the standard's rules made of the session: statuses by threshold, and how the next one begins. */
  private conclude(item: Item, session: Session, asked: string): void {
    const { completion_status, success_status } = this.sequencer.api.cmi;
    const tracked = this.sequencer.api.getActivityTrackingData(item.id);
    const completed = completion_status === "unknown" ? tracked?.completionStatus : completion_status;
    if (completed === "completed" || completed === "incomplete") session.add("cmi.completion_status", completed);
    if (success_status === "passed" || success_status === "failed") session.add("cmi.success_status", success_status);
    // "Suspend all" suspends the item whatever it said itself; the server reads that from the exit (RTE 4.2.8).
    if (asked === "suspendAll") session.add("cmi.exit", "suspend");
    const exit = session.value("cmi.exit");
    item.entry = exit === "suspend" || exit === "logout" ? "resume" : "ab-initio";
  }
}
