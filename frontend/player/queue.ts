/**
 * Commits waiting in the page. One is under way at a time, in order; only the newest state of a session is
 * worth sending, so a waiting one is replaced, except that a terminated one is never dropped. What the
 * server has acknowledged is saved; everything else is "not saved yet" and the learner is told so, also of what
 * the server will never take.
 */
import { Refusals } from "./refusals";
import type { Accepted, Commit, Invalid, ItemState } from "./wire";

/** A commit without the number it gets when it is first sent. */
export type Snapshot = Omit<Commit, "sequence">;

export type Reply =
  | { kind: "accepted"; body: Accepted }
  | { kind: "opened_elsewhere" }
  | { kind: "ended" }
  /** Never going to be accepted; where the body names values, the rest may be. */
  | { kind: "invalid"; body: Invalid | null }
  /** No answer, or one that says "later". */
  | { kind: "later" };

/**
 * What the learner is told. `saving` begins with the first value of a burst. `partly`: some values were refused for good, the rest is saved. `refused`: the newest
 * state was refused whole. `held` and `ended` also cover the course.
 */
export type Saving = "saved" | "partly" | "saving" | "retrying" | "refused" | "held" | "ended";

export interface Post {
  send(commit: Commit): Promise<Reply>;
  /** For a page that is closing: everything at once, nothing to wait for. */
  sendNow(commits: Commit[]): void;
}

export interface Clock {
  after(milliseconds: number, then: () => void): () => void;
  /** 0 to 1, spreads the retries of many pages. */
  chance(): number;
}

export interface Listener {
  saving(state: Saving): void;
  items(items: ItemState[]): void;
}

interface Entry {
  snapshot: Snapshot;
  /** Given at the first try and kept: a repeated number is how the server knows a repeated commit. */
  sequence: number | null;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

export class Queue {
  private waiting: Entry[] = [];
  private underWay: Entry | null = null;
  private failures = 0;
  private cancelRetry: (() => void) | null = null;
  private stopped: "held" | "ended" | null = null;
  private closing = false;
  /** The course has set values that its session has not handed over yet. */
  private gathering = false;
  private readonly refusals = new Refusals();
  private told: Saving = "saved";

  constructor(
    private sequence: number,
    private readonly post: Post,
    private readonly clock: Clock,
    private readonly listener: Listener,
  ) {}

  /** A burst has begun: nothing to send as yet, but no longer is everything saved. A snapshot follows. */
  gather(): void {
    this.gathering = true;
    this.tell();
  }

  /** Takes a snapshot; answers at once, as the standards want of Commit. */
  put(snapshot: Snapshot): void {
    this.gathering = false;
    const entry: Entry = { snapshot: this.refusals.without(snapshot), sequence: null };
    const at = this.waiting.findIndex((other) => sameSession(other.snapshot, snapshot) && !other.snapshot.terminated);
    if (at >= 0) this.waiting[at] = entry;
    else this.waiting.push(entry);
    this.next();
  }

  get unsaved(): boolean {
    return this.gathering || this.underWay !== null || this.waiting.length > 0;
  }

  get state(): Saving {
    if (this.stopped) return this.stopped;
    if (!this.unsaved) return this.refusals.state;
    return this.failures > 0 ? "retrying" : "saving";
  }

  /** The page is about to go: from here on snapshots only gather, until `flush`. */
  close(): void {
    this.closing = true;
  }

  /** The page goes: everything leaves at once, the one under way too, since its answer may never be seen. */
  flush(): void {
    if (this.stopped) return;
    const entries = this.underWay ? [this.underWay, ...this.waiting] : [...this.waiting];
    if (entries.length > 0) this.post.sendNow(entries.map((entry) => this.numbered(entry)));
  }

  /** After "Take over" was accepted; `sequence` is what the server holds, where it says so. */
  takenOver(sequence: number | null): void {
    if (this.stopped !== "held") return;
    if (sequence !== null) this.sequence = Math.max(this.sequence, sequence);
    for (const entry of this.waiting) entry.sequence = null;
    this.stopped = null;
    this.failures = 0;
    this.next();
  }

  /** Tries again now, for instance when the browser says it is online. */
  retryNow(): void {
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.next();
  }

  private next(): void {
    const first = this.waiting[0];
    if (this.underWay === null && this.cancelRetry === null && !this.closing && this.stopped === null && first) {
      this.waiting.shift();
      this.underWay = first;
      void this.send(first);
    }
    this.tell();
  }

  private async send(entry: Entry): Promise<void> {
    const reply = await this.post.send(this.numbered(entry)).catch((): Reply => ({ kind: "later" }));
    this.underWay = null;
    if (reply.kind === "accepted") this.accept(entry, reply.body);
    else if (reply.kind === "opened_elsewhere") this.stop("held", entry);
    else if (reply.kind === "ended") this.stop("ended", entry);
    else if (reply.kind === "invalid") this.strip(entry, reply.body);
    else this.later(entry);
    this.next();
  }

  private accept(entry: Entry, body: Accepted): void {
    this.failures = 0;
    if (body.items) this.listener.items(body.items);
    if (body.accepted > (entry.sequence ?? 0)) {
      // Our number was old (another page wrote in between), so this one was ignored: say it again.
      this.sequence = Math.max(this.sequence, body.accepted);
      entry.sequence = null;
      this.putBack(entry);
      return;
    }
    this.refusals.accepted(entry.snapshot);
  }

  private later(entry: Entry): void {
    this.failures += 1;
    this.putBack(entry);
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.failures - 1, 10));
    this.cancelRetry = this.clock.after(wait * (0.75 + this.clock.chance() / 2), () => {
      this.cancelRetry = null;
      this.next();
    });
  }

  private stop(state: "held" | "ended", entry: Entry): void {
    this.stopped = state;
    this.putBack(entry);
  }

  /** Without the refused values the rest is still worth keeping; sent again whole, it would only be refused again. */
  private strip(entry: Entry, body: Invalid | null): void {
    this.failures = 0;
    if (!this.refusals.note(entry.snapshot, body)) return;
    for (const other of this.waiting) other.snapshot = this.refusals.without(other.snapshot);
    this.putBack({ snapshot: this.refusals.without(entry.snapshot), sequence: null });
  }

  /** To the front, unless a newer state of the same session waits already. */
  private putBack(entry: Entry): void {
    const newer = this.waiting.some((other) => sameSession(other.snapshot, entry.snapshot));
    if (!newer || entry.snapshot.terminated) this.waiting.unshift(entry);
  }

  private numbered(entry: Entry): Commit {
    entry.snapshot = this.refusals.look(entry.snapshot);
    entry.sequence ??= ++this.sequence;
    return { sequence: entry.sequence, ...entry.snapshot };
  }

  private tell(): void {
    if (this.state === this.told) return;
    this.told = this.state;
    this.listener.saving(this.told);
  }
}

function sameSession(left: Snapshot, right: Snapshot): boolean {
  return left.item === right.item && left.session === right.session;
}

/** The clock outside of tests. */
export const wallClock: Clock = {
  after(milliseconds, then) {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  },
  chance: () => Math.random(),
};
