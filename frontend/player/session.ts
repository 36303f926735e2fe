/**
 * One run of one item: from opening it to Terminate. Knows which values belong to it, when to say so to the
 * queue, and what is handed to the next run of the same item in this page.
 */
import { carried, timespan12, timespan2004 } from "./mapping";
import type { Snapshot } from "./queue";
import type { Elements, Item, Standard } from "./wire";

/** After the last SetValue of a burst; courses often set a dozen values in one go. */
const BURST_MS = 1_200;
/** A course that never pauses, such as one that writes its clock every second, is not waited for any longer. */
const LONGEST_BURST_MS = 10_000;
/**
 * What a closing page can still send is bounded (see post.ts): more than this, as it travels, does not wait for the
 * end of the burst. The rest of the bound is left for what else stands in a commit.
 */
const LARGE_BYTES = 40_000;

export interface Sink {
  /** The first value of a burst: something is set that was not handed over yet. */
  changed(): void;
  put(snapshot: Omit<Snapshot, "sequencing" | "current">): void;
}

export class Session {
  private elements: Elements;
  private number = 0;
  private openedAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private changed = false;
  /** When the burst began. */
  private changedAt = 0;
  /** Bytes of the values that were set since the last commit. */
  private unsent = 0;
  terminated = false;

  constructor(
    readonly item: Item,
    private readonly standard: Standard,
    private readonly sink: Sink,
    /** Gives the next session number of this page load. */
    private readonly count: () => number,
    private readonly now: () => number = () => performance.now(),
  ) {
    // The whole state goes with every commit, so that the newest one alone is enough.
    this.elements = Object.fromEntries(carried(item.data));
  }

  get running(): boolean {
    return this.number > 0 && !this.terminated;
  }

  begin(): void {
    this.number = this.count();
    this.openedAt = this.now();
  }

  /** An accepted SetValue. */
  stored(name: string, value: string): void {
    this.elements[name] = value;
    if (!this.changed) this.changedAt = this.now();
    if (!this.changed && this.running) this.sink.changed();
    this.changed = true;
    clearTimeout(this.timer);
    this.unsent += new TextEncoder().encode(JSON.stringify(value)).length;
    if (this.unsent > LARGE_BYTES) {
      this.commit();
      return;
    }
    const left = this.changedAt + LONGEST_BURST_MS - this.now();
    this.timer = setTimeout(() => this.commit(), Math.max(0, Math.min(BURST_MS, left)));
  }

  value(name: string): string | undefined {
    return this.elements[name];
  }

  /** A value the rules add, not the course: sent with the next commit, without a burst of its own. */
  add(name: string, value: string): void {
    this.elements[name] = value;
  }

  commit(): void {
    this.hand(false);
  }

  /** For a page that may go away without another word. */
  commitIfChanged(): void {
    if (this.changed) this.commit();
  }

  finish(): void {
    this.hand(true);
    this.terminated = true;
    this.item.data = Object.fromEntries(carried(this.elements));
  }

  /** What would be sent now; also what the table of contents is drawn from until the server answers. */
  current(): Elements {
    const time = this.measured();
    return { ...(time ? { [time.name]: time.value } : {}), ...this.elements };
  }

  private hand(terminated: boolean): void {
    clearTimeout(this.timer);
    this.changed = false;
    this.unsent = 0;
    if (this.number === 0 || this.terminated) return;
    this.sink.put({ item: this.item.id, session: this.number, elements: this.current(), terminated });
  }

  /** Many courses never report their time; then ours stands in for it (their own value wins). */
  private measured(): { name: string; value: string } | null {
    const elapsed = this.now() - this.openedAt;
    if (this.item.scorm_type === "asset") return null;
    if (this.standard === "scorm12") return { name: "cmi.core.session_time", value: timespan12(elapsed) };
    if (this.standard === "scorm2004") return { name: "cmi.session_time", value: timespan2004(elapsed) };
    return null;
  }
}
