/**
 * SCORM 2004 sequencing and navigation. scorm-again does the sequencing (one API object with the activity
 * tree for the whole page, its run-time model reset for every item); this file asks it, listens to what it
 * delivers, and keeps its state across launches.
 *
 * Works: choice, flow, forward only and choice exit; pre, post and exit condition rules; attempt limits;
 * rollup rules; local and global objectives with read and write maps (within one course); navigation
 * requests of the course and of the player as one request; suspend and resume, also after a closed window.
 *
 * Does not work: objectives global to the system (they stay within the course and attempt); hideLMSUI
 * (the player's own buttons always show); adlcp:data shared between items; limits by time or date;
 * constrainChoice and preventActivation (not in the contract). Choice is foreseen from what ended sessions
 * have reported; while an item runs, only Next and Previous look ahead at what it has said so far.
 */
import { activityTree } from "./activities";
import { applied, difference, type Delta, type Json } from "./delta";
import type { Request, Step } from "./course";
import { QUIET, Scorm2004API } from "./library";
import { flatten, type Item, type Launch } from "./wire";

interface Kept {
  version: 1;
  delta: Delta | null;
}

export class Sequencer {
  readonly api: Scorm2004API;
  private readonly untouched: Json;
  private readonly byId: Map<string, Item>;
  private delivered: string | null = null;
  private ended: string | null = null;
  private readonly foreseen = new Map<"continue" | "previous", string | null>();

  constructor(private readonly launch: Launch) {
    this.byId = new Map(flatten(launch.items).map((item) => [item.id, item]));
    this.api = new Scorm2004API({
      ...QUIET,
      sequencing: {
        activityTree: activityTree(launch) as never,
        logLevel: "error",
        eventListeners: {
          onActivityDelivery: (activity) => (this.delivered = activity.id),
          onSequencingSessionEnd: ({ reason }) => (this.ended = reason),
        },
      },
    });
    this.untouched = JSON.parse(this.api.serializeSequencingState()) as Json;
  }

  /** Resumes where the kept state says, or starts. */
  first(): Step {
    if (this.restore(this.launch.sequencing)) {
      // A window that was closed leaves an active activity and no suspended one; such a state can neither be
      // resumed nor started (spec/runtime.md, trap 4), so it is suspended first, as the learner meant it.
      if (this.api.getSequencingState().currentActivity?.isActive) this.ask("suspendAll");
      const resumed = this.step("resumeAll");
      if ("open" in resumed) return resumed;
    }
    const wanted = this.launch.current === null ? undefined : this.byId.get(this.launch.current);
    const started = this.step("start");
    if ("open" in started && (!wanted || wanted === started.open || !this.mayChoose(wanted.id))) return started;
    const item = [wanted, ...this.byId.values()].find((other) => other?.href && this.mayChoose(other.id));
    return item ? this.step("choice", item.id) : started;
  }

  /** Outside a running session; inside one the request goes with Terminate. */
  next(request: Request): Step {
    if (request.to === "choice") return this.step(this.verb(request), request.item);
    return this.step(this.verb(request));
  }

  /** As `adl.nav.request` wants it. */
  navigation(request: Request): string {
    const verb = this.verb(request);
    return verb === "choice" && request.to === "choice" ? `{target=${request.item}}choice` : verb;
  }

  /** What the library decided since the last question: a delivery, an end, or nothing. */
  outcome(asked: string): Step | null {
    const [delivered, ended] = [this.delivered, this.ended];
    this.delivered = this.ended = null;
    const item = delivered === null ? undefined : this.byId.get(delivered);
    if (item?.href) return { open: item };
    if (ended !== null) return { over: true, leave: /^(exitAll|suspendAll|abandonAll)$/.test(asked) };
    return null;
  }

  /** The running item said something: what was foreseen may not hold. */
  forget(): void {
    this.foreseen.clear();
  }

  may(request: Request, running: boolean): boolean {
    if (request.to === "choice") return this.mayChoose(request.item) || this.isNext(request.item, running);
    if (request.to !== "continue" && request.to !== "previous") return true;
    if (running) return this.foresee(request.to) !== null;
    return this.api.adl.nav.request_valid[request.to] === "true";
  }

  /** Small enough to go with every commit: only what differs from a tree nobody has touched. */
  state(): Kept {
    return { version: 1, delta: difference(this.untouched, JSON.parse(this.api.serializeSequencingState()) as Json) };
  }

  private restore(kept: unknown): boolean {
    if (typeof kept !== "object" || kept === null || (kept as Kept).version !== 1) return false;
    try {
      return this.api.deserializeSequencingState(JSON.stringify(applied(this.untouched, (kept as Kept).delta)));
    } catch (fault) {
      console.warn("the kept sequencing state could not be read; starting anew", fault);
      return false;
    }
  }

  private mayChoose(id: string): boolean {
    const process = this.api.getSequencingService()?.getOverallSequencingProcess();
    return process?.predictChoiceEnabled(id) ?? false;
  }

  /** The item Next leads to may be clicked as well, though the tree learns of its predecessor only at its end. */
  private isNext(id: string, running: boolean): boolean {
    return running && this.foresee("continue") === id;
  }

  /**
   * Where a request would lead, judged by what the running item has said so far; null for nowhere (off the end,
   * Exit says it better than Next). Each answer plays the request on a copy of the tree, so one per turn is enough.
   */
  private foresee(request: "continue" | "previous"): string | null {
    if (this.foreseen.size === 0) queueMicrotask(() => this.foreseen.clear());
    let target = this.foreseen.get(request);
    if (target === undefined) {
      const preview = this.api.previewNavigationRequest(request);
      target = preview.outcome === "allowed" ? preview.targetActivityId : null;
      this.foreseen.set(request, target);
    }
    return target;
  }

  private verb(request: Request): string {
    if (request.to === "leave" || request.to === "exit") return "suspendAll";
    if (request.to === "choice" && !this.mayChoose(request.item)) return "continue";
    return request.to;
  }

  private step(verb: string, target?: string): Step {
    this.ask(verb, target);
    return this.outcome(verb) ?? { blocked: true };
  }

  private ask(verb: string, target?: string): boolean {
    this.delivered = this.ended = null;
    this.foreseen.clear();
    return this.api.processNavigationRequest(verb, verb === "choice" ? target : undefined);
  }
}
