/**
 * The conductor: opens items, lets them go, and passes on what they say. The order when leaving an item is
 * always the same: tell the course what will be asked, remove its frame (it may still say Terminate), end its
 * session if it did not, then ask what comes next.
 */
import type { Course, Request, Stage, Step } from "./course";
import { stops } from "./course";
import { button } from "./dom";
import { raise, stateFrom } from "./mapping";
import { PlainCourse } from "./plain";
import { Http } from "./post";
import { Queue, wallClock, type Saving } from "./queue";
import { SequencedCourse } from "./sequenced";
import { Session, type Sink } from "./session";
import { View } from "./view";
import { flatten, type Item, type ItemState, type Launch } from "./wire";

/** After a course ended itself: its own script finishes first, then the frame goes. */
const AFTER_TERMINATE_MS = 250;
const REFRESH_MS = 100;
/** How long Exit waits for the last commit before it says that something is not saved. */
const EXIT_PATIENCE_MS = 6_000;
/** How long we wait for the portal to take us away. */
const PORTAL_PATIENCE_MS = 2_500;

export class Player {
  private readonly course: Course;
  private readonly view: View;
  private readonly http = new Http();
  private readonly queue: Queue;
  private readonly byId: Map<string, Item>;
  private readonly several: boolean;
  private sessions = 0;
  private session: Session | null = null;
  private current: Item | null = null;
  private pendingRefresh: ReturnType<typeof setTimeout> | undefined;
  private leaving: "no" | "item" | "course" | "left" = "no";

  constructor(
    root: HTMLElement,
    private readonly launch: Launch,
  ) {
    this.byId = new Map(flatten(launch.items).map((item) => [item.id, item]));
    this.several = stops(launch.items).length > 1;
    const stage: Stage = {
      session: (item) => this.makeSession(item),
      selfFinished: () => this.selfFinished(),
      changed: () => this.changed(),
    };
    const holder = window as unknown as Record<string, unknown>;
    this.course = launch.standard === "scorm2004" ? new SequencedCourse(launch, stage, holder) : new PlainCourse(launch, stage, holder);
    this.view = new View(root, launch, this.several, {
      choose: (item) => this.go({ to: "choice", item: item.id }),
      walk: (to) => this.go({ to }),
      finish: () => this.markFinished(),
      exit: () => void this.exit(),
    });
    this.queue = new Queue(launch.sequence, this.http, wallClock, {
      saving: (state) => this.saving(state),
      items: (items) => items.forEach((item) => this.note(item)),
    });
  }

  start(): void {
    addEventListener("online", () => this.queue.retryNow());
    addEventListener("beforeunload", (event) => this.beforeUnload(event));
    addEventListener("pagehide", () => this.pageHide());
    addEventListener("pageshow", (event) => event.persisted && this.left());
    document.addEventListener("visibilitychange", () => document.hidden && this.session?.commitIfChanged());
    this.perform(this.course.first());
  }

  private go(request: Request): void {
    if (this.leaving !== "no" || this.queue.state === "held" || this.queue.state === "ended") return;
    if (request.to === "choice" && request.item === this.current?.id && this.session?.running) return;
    this.letGo(request);
    this.perform(this.course.next(request));
  }

  private letGo(request: Request): void {
    this.leaving = "item";
    this.course.prepare(request);
    this.view.close();
    this.course.finishOpenSession();
    this.leaving = "no";
  }

  private perform(step: Step): void {
    if ("open" in step) return this.open(step.open);
    this.view.close();
    if ("over" in step && step.leave) return void this.exit();
    this.current = "over" in step ? null : this.current;
    if ("over" in step) {
      const exit = this.view.exitLink("Exit", "primary");
      this.view.say("You have reached the end", "Choose an item to look at it again, or leave the course.", exit);
    } else {
      this.view.say("This part is not open yet", "Finish what comes before it, or choose another item.", ...this.again());
    }
    this.refresh();
  }

  private again(): HTMLElement[] {
    const item = this.current;
    if (!item) return [];
    return [button("Back to the item before", "quiet", () => this.go({ to: "choice", item: item.id }))];
  }

  private open(item: Item): void {
    this.current = item;
    const session = this.course.publish(item);
    if (this.launch.standard === "web" || item.scorm_type === "asset") this.opened(session);
    this.view.open(item);
    if (this.launch.standard === "web" && item.completion === "completed") this.showFinished();
    this.refresh();
    // A new frame does not lift what stands over the course until the server does.
    if (this.queue.state === "held" || this.queue.state === "ended") this.saving(this.queue.state);
  }

  /** No API speaks for these: opening is all an asset can do, and all we know of a web page at first. */
  private opened(session: Session): void {
    session.begin();
    if (this.launch.standard === "web") return session.commit();
    session.add("lectern.opened", "true");
    session.finish();
  }

  private markFinished(): void {
    if (!this.session?.running) return;
    this.session.add("lectern.finished", "true");
    this.session.finish();
    this.showFinished();
  }

  private showFinished(): void {
    this.view.finish.disabled = true;
    this.view.finish.textContent = "Finished";
  }

  /** Terminate while still on show: on with what the course asked for, or with the next item. */
  private selfFinished(): void {
    if (this.leaving !== "no") return;
    setTimeout(() => {
      if (this.leaving !== "no" || this.session?.terminated !== true) return;
      const asked = this.course.asked();
      if (asked) return this.perform(asked);
      this.refresh();
      // A single item keeps the floor: many show their result after they have said goodbye.
      if (this.several && this.course.may({ to: "continue" })) this.go({ to: "continue" });
    }, AFTER_TERMINATE_MS);
  }

  private makeSession(item: Item): Session {
    const sink: Sink = {
      changed: () => this.queue.gather(),
      put: (said) => {
        this.note(stateFrom(said.item, said.elements));
        this.queue.put({ ...said, sequencing: this.course.sequencing(), current: this.current?.id ?? null });
      },
    };
    this.session = new Session(item, this.launch.standard, sink, () => ++this.sessions);
    return this.session;
  }

  private note(told: ItemState): void {
    const item = this.byId.get(told.id);
    if (!item) return;
    Object.assign(item, raise({ id: item.id, completion: item.completion, success: item.success, score: item.score }, told));
    this.refresh();
  }

  /** Courses say many things in one go; one look at the end of it is enough. */
  private changed(): void {
    this.pendingRefresh ??= setTimeout(() => this.refresh(), REFRESH_MS);
  }

  private refresh(): void {
    clearTimeout(this.pendingRefresh);
    this.pendingRefresh = undefined;
    const may = (request: Request) => this.course.may(request);
    const here = this.current !== null; // past the end there is neither next nor previous
    this.view.contents?.update(this.current?.id ?? null, (item) => may({ to: "choice", item: item.id }));
    this.view.showSteps({ previous: here && may({ to: "previous" }), following: here && may({ to: "continue" }) });
  }

  private saving(state: Saving): void {
    this.view.showSaving(state);
    if (state === "held") {
      const take = button("Take over", "primary", () => void this.takeOver(take, false));
      this.view.say("This course was opened elsewhere", "Only one page can save at a time. Take over to go on here.", take);
    }
    if (state === "ended") {
      const back = this.view.exitLink("Back to the portal", "primary", () => this.hand());
      this.view.say("This session has ended", "Nothing more can be saved from this page. Open the course again from the portal.", back);
    }
  }

  private async takeOver(pressed: HTMLButtonElement, replace: boolean): Promise<void> {
    pressed.disabled = true;
    const answer = await this.http.takeOver(replace);
    if (answer.kind === "ended") return this.saving("ended");
    if (answer.kind === "newer") return this.newer();
    pressed.disabled = false;
    if (answer.kind === "later") return;
    this.view.uncover();
    this.queue.takenOver(answer.sequence);
  }

  /** What this page would save is older than what is saved: nobody should lose that by a button called "Take over". */
  private newer(): void {
    const back = this.view.exitLink("Back to the portal", "primary", () => this.hand());
    const take = button("Replace it", "quiet", () => void this.takeOver(take, true));
    const choice = "Open the course again from the portal to go on from there. Taking over here replaces it with what this page has.";
    this.view.say("The other window has saved newer work", choice, back, take);
  }

  private async exit(): Promise<void> {
    if (this.leaving !== "no") return;
    this.letGo({ to: "leave" });
    this.leaving = "course";
    this.view.say("Saving your work…", "The course closes as soon as everything is saved.");
    const saved = await this.saved(EXIT_PATIENCE_MS);
    if (!saved) {
      const anyway = button("Exit without saving", "quiet", () => this.hand());
      this.view.say("Not saved yet", "Your last work has not reached the server. Keep this page open: it keeps trying.", anyway);
      await this.saved(Infinity);
    }
    if (this.queue.state !== "refused") return this.hand();
    // Waiting would change nothing, but nobody should leave believing that all is well.
    const leave = button("Exit", "primary", () => this.hand());
    this.view.say("Not everything is saved", "The portal cannot take the last that the course sent. What was saved before stays.", leave);
  }

  /** The last act of this page. The portal's page takes us away; we may not do so ourselves (sandbox). */
  private hand(): void {
    if (this.leaving === "left") return;
    this.leaving = "left";
    this.http.end();
    this.askPortal();
    setTimeout(() => this.left(), PORTAL_PATIENCE_MS);
  }

  private askPortal(): void {
    if (window.parent === window) return location.assign(this.launch.return_url);
    window.parent.postMessage({ lectern: "exit" }, this.launch.portal_origin);
  }

  private left(): void {
    const back = this.view.exitLink("Back to the portal", "primary", () => this.askPortal());
    this.view.say("You have left the course", "Nothing more is saved from this page.", back);
  }

  private async saved(patience: number): Promise<boolean> {
    const until = performance.now() + patience;
    const settled = () => !this.queue.unsaved || this.queue.state === "ended"; // then there is nothing to wait for
    while (!settled() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
    return settled();
  }

  private beforeUnload(event: BeforeUnloadEvent): void {
    if (this.leaving === "left") return;
    this.session?.commitIfChanged();
    if (this.queue.unsaved) event.preventDefault();
  }

  /** The window closes: the course's last words, then everything at once. */
  private pageHide(): void {
    if (this.leaving === "left") return;
    this.queue.close();
    this.letGo({ to: "leave" });
    this.leaving = "left";
    const silent = !this.queue.unsaved;
    this.queue.flush();
    // "End" could overtake a commit that is still on its way, and would make the server refuse it.
    if (silent) this.http.end();
  }
}
